"""The page on Python has every public name, and none that there is not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import mock_server
from mock_server import MockServer, Seed, faults
from mock_server.testing import events, options, rules, seeds, verification, world
from mock_server.testing.matching import Criteria

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = (Path(__file__).parents[2] / "docs/reference/python.md").read_text("utf-8")
SECTIONS = {
    name.strip("`"): text
    for name, text in re.findall(
        r"^## (\S+)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL
    )
}
SUBJECTS = {
    *("MockWorld", "Fault", "ApiClient", "Reply", "Requests", "RecordedRequest"),
    *("Conversation", "Clock", "Events", "Outbox", "MockServer", "Seed"),
}


@pytest.fixture(scope="module")
def subjects() -> Iterator[dict[str, object]]:
    """Return one of each class, by its name."""
    with MockServer() as server:
        here = server.default
        client = here.as_user("mobile")
        told = [
            *(here, client, client.get("/api/me"), here.requests, here.requests.last),
            *(here.conversations[0], here.clock, here.events, here.outbox, server),
            *(here.fault("me.get", faults.empty()), Seed()),
        ]
        yield {type(each).__name__: each for each in told}


@pytest.mark.parametrize("name", sorted(SUBJECTS))
def test_members_are_told(subjects: dict[str, object], name: str) -> None:
    """A section has what its class has, and nothing else."""
    known = {each for each in dir(subjects[name]) if not each.startswith("_")}
    if name == "Seed":
        known -= set(dir(Mapping))

    assert members(SECTIONS[name]) == known


def test_effects_are_told() -> None:
    """Each effect is there with all it takes."""
    told = dict(re.findall(r"^\| `(\w+)\((.*?)\)`", SECTIONS["faults"], re.MULTILINE))

    for name, arguments in told.items():
        builder: Any = getattr(faults, name)
        known = [each for each in builder.__annotations__ if each != "return"]
        assert [each.strip("= ") for each in arguments.split(",")] == known
    with pytest.raises(AttributeError, match=f"there are: {', '.join(told)}$"):
        _ = faults.xyz  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("section", "keys"),
    [
        ("MockWorld", Criteria),
        ("MockWorld", rules.Lifetime),
        ("MockWorld", verification.Count),
        ("MockWorld", world.Expectation),
        ("MockWorld", world.Behaviour),
        ("MockServer", options.ServerOptions),
        ("Seed", seeds.UserOptions),
        ("Seed", seeds.ConversationOptions),
        ("Seed", seeds.MessageOptions),
    ],
)
def test_options_are_told(section: str, keys: type) -> None:
    """Each option that a call takes by name is there."""
    told = SECTIONS[section]

    assert [each for each in keys.__annotations__ if f"{each}=" not in told] == []


@pytest.mark.parametrize("name", sorted({*mock_server.__all__} - {"__version__"}))
def test_public_name_is_told(name: str) -> None:
    """What can be imported from the package is on the page."""
    assert re.search(rf"`@?{name}\b", PAGE)


def test_validation_keys_are_on_their_page() -> None:
    """What a validation result takes is told where events are explained."""
    page = (Path(__file__).parents[2] / "docs/how-to/events.md").read_text("utf-8")

    for each in events.ValidationResults.__annotations__:
        head, *tail = each.split("_")
        assert f"`{head}{''.join(map(str.title, tail))}`" in page


def members(section: str) -> set[str]:
    """Return the names at the beginning of a table's rows, or of code in a text."""
    rows = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    if not rows:
        return set(re.findall(r"`(\w+)\(", section))
    return {name for row in rows for name in re.findall(r"`(\w+)", row)}
