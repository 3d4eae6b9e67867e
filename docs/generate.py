"""
Writes the reference pages that say what the code says; a test compares them.

Run it after a change of options or refusals: `python docs/generate.py`.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from mock_server.api.error_catalogue import ROWS, reason
from mock_server.cli.commands import COMMAND
from mock_server.cli.environment import Command, variables_of
from mock_server.control.description import control_operations
from mock_server.openapi import JSON, SCHEMAS, Operation
from mock_server.schemas.json_schema import Describer
from mock_server.schemas.seed import seed_schema

FOLDER = Path(__file__).parent / "reference"

_PREFACE = """\
Each option of `serve` is also an environment variable, and a key of the
[configuration file](#the-configuration-file).
The option wins, then the variable; an empty variable counts as none, and an unknown one
that begins with `DHIS2_MOCK_` stops the start."""

_ON_CONFIGURATION = """\
`--config` names a file in TOML whose keys are the options of `serve`, without their
dashes in front. What can be repeated is a list, or a table of names and values; what
needs no value is `true` or `false`.

`dhis2-mock.toml`:

```toml
port = 9090
profile = "2.42"
seed = "walkthrough"
cors-origin = ["https://app.example"]
strict = true

[switch]
reply_status = 200
```

A seed is looked for beside the file before it is looked for anywhere else. An unknown
key or a bad value stops the start with a line that names the file, the key and what is
allowed. `healthcheck` reads the same file for where the server listens, and so do
`python app.py` and a server such as gunicorn that runs `app:app`, by the variable.

No file is read that nobody names, not even one called `dhis2-mock.toml` in the folder
of the start: the same command is to be the same server in every folder, and a health
check of one that was started elsewhere is to ask the same port. Where a project always
wants its file, `DHIS2_MOCK_CONFIG` says so."""

_ON_SEEDS = """\
A seed is one JSON file with these keys, or a folder with a file for each of them, such
as `users.json`. `dhis2-mock seed check` finds what is wrong with one, all of it at
once, and a [snapshot](../how-to/steer.md) of a running mock is one.
An instant is naive UTC with three digits of a second; a reference is an object's
uid, alone or as `{id}`.
The JSON Schema of this page is at `/__mock/seed.schema.json`.

A seed is checked as a whole before it is served. The seeds of the package were checked
by its tests, so a server starts with one at once: it compares the digest of the files
with that of the shipped ones. A file of `seed_data/` that is changed in any way makes
a seed like all others, which is checked at each start."""

_WORDS = {"string": "text", "integer": "whole number", "boolean": "true or false"}

_ON_REASONS = """\
Every refusal of the mocked API, any 4xx, says by which rule it was refused:

```http
HTTP/1.1 409 Conflict
X-Mock-Reason: create.no-recipients
```

A real server sends no such header, so nothing of its answers is changed by it;
it is off where the settings are strict.

The name is the operation, then the condition. Operations on conversations go without
their `messageConversations.`. A row that begins with `*` holds for every operation
that has no row of its own: `reply.not-readable` is `*.not-readable`. A path that
belongs to no operation gives the condition alone, as `no-such-path`.
What is refused before the mock looks at it is named after the HTTP error, as
`users.list.bad-request`."""

_ON_CONTROL = """\
The mock is steered at `/__mock`, and a world at `/NAME/__mock`; of the whole server are
`/__mock/worlds` and `/__mock/version` alone.
Bodies are JSON, and unknown keys are errors.
A refusal is a problem document (RFC 9457) that says what is wrong and where.

`GET /__mock/openapi.json` has all of this with the shapes of bodies and answers, for
programs;
`dhis2-mock openapi` prints it."""

_EXIT_CODES = {
    0: "All went well; `serve` gives it when a signal ends it.",
    1: "What was looked at is not in order: a bad seed, an unhealthy server,"
    " one that differs.",
    2: "The command was called wrongly, or the address cannot be listened on,"
    " or not be asked.",
}


def command_line() -> str:
    """Return the page on the subcommands, their options and variables."""
    parts = [
        "# Command line",
        _PREFACE,
        *_sections(COMMAND, "dhis2-mock"),
        "## The configuration file",
        _ON_CONFIGURATION,
        "## Exit codes",
        _table(
            ("code", "meaning"),
            [(str(code), text) for code, text in _EXIT_CODES.items()],
        ),
    ]
    return "\n\n".join(parts) + "\n"


def reasons() -> str:
    """Return the page on `X-Mock-Reason`: each refusal of the catalogue, by name."""
    rows = {}
    for row in ROWS:
        said = (row.condition.__doc__ or "").strip().partition("\n")[0]
        for operation in row.operations:
            name = reason(row.condition, operation)
            rows[name] = (f"`{name}`", said)
    table = _table(("reason", "what is so"), [*rows.values()])
    return f"# Reasons\n\n{_ON_REASONS}\n\n{table}\n"


def control_plane() -> str:
    """Return the page on the control plane: what can be asked of it, by resource."""
    describer = Describer(SCHEMAS)
    by_resource: dict[str, list[tuple[str, ...]]] = {}
    for each in control_operations(describer):
        row = (
            f"`{each.method}`",
            f"`{each.path}`",
            each.summary,
            ", ".join(f"`{key}`" for key in _top_keys(each, describer)),
        )
        by_resource.setdefault(each.resource, []).append(row)
    head = ("method", "path", "what it does", "keys of the body, or of the query")
    parts = [f"## {name}\n\n{_table(head, rows)}" for name, rows in by_resource.items()]
    return "\n\n".join(["# Control plane", _ON_CONTROL, *parts]) + "\n"


def _top_keys(operation: Operation, describer: Describer) -> list[str]:
    """Return what a body can have at its top, in whichever form, or else a query."""
    if operation.body is None:
        return [str(each["name"]) for each in operation.query]
    found: dict[str, None] = {}
    waiting = [operation.body.content[JSON]]
    while waiting:
        shape = waiting.pop(0)
        if "$ref" in shape:
            shape = describer.parts[shape["$ref"].removeprefix(SCHEMAS)]
        found |= dict.fromkeys(shape.get("properties", ()))
        waiting += shape.get("anyOf", ())
        if "oneOf" in shape:
            found["type"] = None
    return list(found)


def _sections(group: click.Group, path: str) -> list[str]:
    context = click.Context(group)
    parts = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None  # noqa: S101 - the group has just named it
        called = f"{path} {name}"
        if isinstance(command, click.Group):
            parts += _sections(command, called)
        else:
            parts += _section(command, called)
    return parts


def _section(command: click.Command, called: str) -> list[str]:
    variables = (
        {each.name: name for name, each in variables_of(command).items()}
        if isinstance(command, Command)
        else {}
    )
    arguments = " ".join(
        str(each.make_metavar(click.Context(command)))
        for each in command.params
        if isinstance(each, click.Argument)
    )
    rows = [
        _option(each, variables.get(each.name))
        for each in command.params
        if isinstance(each, click.Option)
    ]
    parts = [f"## `{called}`", " ".join((command.help or "").split())]
    if arguments:
        parts.append(f"It takes `{arguments}`.")
    if rows:
        parts.append(_table(("option", "variable", "default", "what it is"), rows))
    return parts


def _option(option: click.Option, variable: str | None) -> tuple[str, str, str, str]:
    names = ", ".join(f"`{each}`" for each in option.opts)
    shown = option.show_default if isinstance(option.show_default, str) else ""
    has_value = isinstance(option.default, str | int | float)
    if not shown and has_value and not option.is_flag:
        shown = (
            f"`{option.default:g}`"
            if isinstance(option.default, float)
            else (f"`{option.default}`")
        )
    choices = (
        f" One of {', '.join(f'`{each}`' for each in option.type.choices)}."
        if isinstance(option.type, click.Choice)
        else ""
    )
    variable = variable or option.envvar
    return names, f"`{variable}`" if variable else "", shown, f"{option.help}{choices}"


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    escaped = (tuple(re.sub(r"\|", r"\\|", cell) for cell in line) for line in lines)
    return "\n".join(f"| {' | '.join(line)} |" for line in escaped)


def seed_format() -> str:
    """Return the page on the keys of a seed and of all that is in it."""
    whole = seed_schema()
    parts = ["# Seed format", _ON_SEEDS, "## A whole seed", _keys(whole)]
    for name, part in whole["$defs"].items():
        parts += [f"## {name}", part["description"], _keys(part)]
    return "\n\n".join(parts) + "\n"


def _keys(part: Mapping[str, Any]) -> str:
    required = part.get("required", ())
    rows = [
        (f"`{name}`", _kind(shape), "yes" if name in required else "")
        for name, shape in part["properties"].items()
    ]
    return _table(("key", "value", "required"), rows)


def _kind(shape: Mapping[str, Any]) -> str:
    """Say in a few words what a value may be."""
    match shape:
        case {"anyOf": choices} | {"oneOf": choices}:
            return " or ".join(dict.fromkeys(_kind(each) for each in choices))
        case {"enum": values}:
            return ", ".join(f"`{each}`" for each in values)
        case {"$ref": place}:
            name = place.rpartition("/")[2]
            return f"[{name}](#{name.lower()})"
        case {"type": "array", "items": items}:
            return f"list of {_kind(items)}"
        case {"pattern": pattern}:
            return f"text like `{pattern}`"
        case {"type": str(name)}:
            return _WORDS.get(name, name)
    return f"`{shape['const']}`" if "const" in shape else "anything"


PAGES: Mapping[str, Callable[[], str]] = {
    "command-line.md": command_line,
    "control-plane.md": control_plane,
    "reasons.md": reasons,
    "seed-format.md": seed_format,
}
"""File of the reference -> what it should say."""

if __name__ == "__main__":
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")
