"""What a run says of each check, and in the end of all of them."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import orjson

from mock_server.cli.meeting import Meeting
from mock_server.contract.comparing import MISSING, Place
from mock_server.contract.known import Known, reason_for
from mock_server.contract.running import Difference, Result
from mock_server.contract.shape import Seen

SAME, DIFFERS, KNOWN, UNTESTED = "same", "differs", "known", "not testable"
_COLOURS = {SAME: "green", DIFFERS: "red", KNOWN: "yellow", UNTESTED: "bright_black"}
_SHOWN = 120
"""How many letters of a value are shown."""
_WIDTH = max(map(len, _COLOURS))


class Tally:
    """Tells each result as it comes, and keeps what the difference file says."""

    def __init__(self, meeting: Meeting, known: Sequence[Known]) -> None:
        """Count from nothing; differences in `known` are not new."""
        self._meeting = meeting
        self._known = known
        self._counted: Counter[str] = Counter()
        self._rows: list[dict[str, Any]] = []

    @property
    def is_new(self) -> bool:
        """Whether something differs that is not known."""
        return self._counted[DIFFERS] > 0

    def add(self, result: Result) -> None:
        """Tell what came of a check."""
        reasons = [
            reason_for(each, self._known, self._meeting.profile)
            for each in result.differences
        ]
        verdict = _verdict(result, reasons)
        self._counted[verdict] += 1
        told = verdict.ljust(_WIDTH)
        line = f"{click.style(told, fg=_COLOURS[verdict])}  {result.check.name}"
        click.echo(f"{line}: {result.untested}" if result.untested else line)
        for difference, reason in zip(result.differences, reasons, strict=True):
            self._rows.append(_row(difference, reason))
            for text in _lines(difference, reason):
                click.echo(f"{'':{_WIDTH}}  {text}")

    def sum_up(self) -> None:
        """Tell how many checks came out in which way."""
        counted = ", ".join(f"{self._counted[each]} {each}" for each in _COLOURS)
        meeting = self._meeting
        click.echo(
            f"{counted}: {meeting.url}, DHIS2 {meeting.version},"
            f" against profile {meeting.profile}"
        )

    def write(self, path: Path) -> None:
        """Write all differences, the known ones with their reasons."""
        document = {
            "server": {"url": self._meeting.url, "version": self._meeting.version},
            "profile": self._meeting.profile,
            "differences": self._rows,
        }
        path.write_bytes(orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n")


def _verdict(result: Result, reasons: Sequence[str | None]) -> str:
    if None in reasons:
        return DIFFERS
    if reasons:
        return KNOWN
    return UNTESTED if result.untested else SAME


def _lines(difference: Difference, reason: str | None) -> list[str]:
    if reason is not None:
        return [f"{difference.step}: {reason}"]
    return [
        f"{difference.step} ({difference.section}):",
        *(f"  {_told(each)}" for each in difference.places),
    ]


def _told(place: Place) -> str:
    real, mock = (_short(each) for each in (place.real, place.mock))
    return f"{place.severity} {place.name}: {real}, the mock {mock}"


def _short(value: object) -> str:
    """Return a value as a line can hold it; the file has all of it."""
    text = "nothing" if value is MISSING else orjson.dumps(value).decode()
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def _row(difference: Difference, reason: str | None) -> dict[str, Any]:
    row: dict[str, Any] = {
        "check": difference.check,
        "step": difference.step,
        "section": difference.section,
        "severity": difference.severity,
        "places": [each.name for each in difference.places],
        "real": _seen(difference.real),
        "mock": _seen(difference.mock),
    }
    return row if reason is None else row | {"known": reason}


def _seen(seen: Seen) -> dict[str, Any]:
    return {"status": seen.status, "headers": seen.headers, "shape": seen.shape}
