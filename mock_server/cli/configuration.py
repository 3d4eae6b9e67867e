"""
The configuration file: options in TOML, for where a command and its variables say none.

Its values are laid beneath those of the environment in click's `default_map`, so that
they are read and refused as all others are. There is no file that is found unnamed: a
start is to be the same in every folder.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from mock_server.cli.environment import FILE, Value, Values
from mock_server.later import later
from mock_server.suggestions import suggestion

_parse_toml = later("tomllib", "loads")


class Place(click.Option):
    """An option that may say where a file is; in the configuration, from there on."""


def take(context: click.Context, option: click.Parameter, name: str | None) -> None:
    """
    Take from the file `name` what neither options nor the environment say.

    Raises:
        click.UsageError: it cannot be read, or has a key that is no option.
    """
    if name is not None:
        found = _read(name, option, context)
        options = _options_of(context.command)
        unknown = [key for key in found if key not in options]
        if unknown:
            reason = f"no such option{suggestion(unknown[0], options)}"
            raise click.UsageError(f"{name}: {unknown[0]}: {reason}", context)
        _lay_beneath(context, name, found)


def take_part(
    context: click.Context, option: click.Parameter, name: str | None
) -> None:
    """
    Take from the file `name` of a server what a command that asks it needs to know.

    Raises:
        click.UsageError: it cannot be read.
    """
    if name is not None:
        options = _options_of(context.command)
        found = _read(name, option, context)
        known = {key: value for key, value in found.items() if key in options}
        _lay_beneath(context, name, known)


def _options_of(command: click.Command) -> dict[str, click.Option]:
    """Return the options that a file may give, by the words of the command line."""
    return {
        each.opts[0].removeprefix("--"): each
        for each in command.params
        if isinstance(each, click.Option) and each.expose_value
    }


def _read(name: str, option: click.Parameter, context: click.Context) -> dict[str, Any]:
    """Return what stands in the file."""
    try:
        text = Path(name).read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = f"{name!r} cannot be read: {error.strerror}."
        raise click.BadParameter(reason, context, option) from error
    except UnicodeDecodeError as error:
        reason = f"{name!r} is not UTF-8 text."
        raise click.BadParameter(reason, context, option) from error
    try:
        found: dict[str, Any] = _parse_toml(text)
    except ValueError as error:
        raise click.UsageError(f"{name}: is no TOML: {error}", context) from error
    return found


def _lay_beneath(context: click.Context, name: str, found: Mapping[str, Any]) -> None:
    options = _options_of(context.command)
    given: Values = {}
    places = {}
    for key, value in found.items():
        option = options[key]
        try:
            read = _value(option, value)
        except click.BadParameter as error:
            message = f"{name}: {key}: {error.message}"
            raise click.UsageError(message, context) from error
        given[str(option.name)] = _placed(read, Path(name).parent, option)
        places[str(option.name)] = f"{name}: {key}"
    above = context.default_map or {}
    context.meta[FILE] = {key: at for key, at in places.items() if key not in above}
    context.default_map = {**given, **above}


def _value(option: click.Option, value: object) -> Value:
    """Return a value of the file as the command line would have it."""
    if option.is_flag:
        if isinstance(value, bool):
            return value
        raise click.BadParameter(f"{_shown(value)} is neither true nor false.")
    if not option.multiple:
        return _text(value)
    if isinstance(value, dict):
        return [f"{name}={_word(each)}" for name, each in value.items()]
    rows: Iterable[object] = value if isinstance(value, list) else [value]
    return [_text(each) for each in rows]


def _word(value: object) -> str:
    """Return the value of a switch, which may be true or false."""
    return _shown(value) if isinstance(value, bool) else _text(value)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise click.BadParameter(
        f"{_shown(value)} is neither a text in quotes nor a whole number."
    )


def _shown(value: object) -> str:
    """Return a value as the file has it."""
    match value:
        case dict():
            return "a table"
        case list():
            return "a list"
        case bool() | str() | int() | float():
            return json.dumps(value, ensure_ascii=False)
    return str(value)


def _placed(value: Value, folder: Path, option: click.Option) -> Value:
    """Return a value that says where a file is, seen from where the command runs."""
    if not (isinstance(option, Place) and isinstance(value, str)):
        return value
    beside = folder / value
    return str(beside) if beside.exists() else value
