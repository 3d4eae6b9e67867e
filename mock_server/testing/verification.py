"""Whether the requests that should have come did, and what nearly did (3.5)."""

from collections.abc import Iterator, Mapping
from typing import Any, TypedDict

from mock_server.testing.control import ControlPlane, ControlPlaneError, read
from mock_server.testing.journal import RecordedRequest

_FAILED = 406


class Count(TypedDict, total=False):
    """How many requests there should be; without any it is at least one."""

    exactly: int
    times: int
    at_least: int
    at_most: int


def count_document(count: Count) -> dict[str, object]:
    """Return the document of a count; `times` is another word for `exactly`."""
    __tracebackhide__ = True
    if "times" in count and "exactly" in count:
        message = "times and exactly are one count: give one of them"
        raise TypeError(message)
    names = {"exactly": "exactly", "times": "exactly"}
    names |= {"at_least": "atLeast", "at_most": "atMost"}
    return {names[key]: number for key, number in count.items()}


def verify(control: ControlPlane, wanted: Mapping[str, Any]) -> None:
    """
    Ask whether what is `wanted` came.

    Raises:
        AssertionError: it did not; its text has the requests that nearly matched.
        ControlPlaneError: the question itself is wrong.
    """
    __tracebackhide__ = True
    reply = control.ask("POST", "/requests/verify", wanted)
    if reply.status == _FAILED:
        raise AssertionError("\n".join(_told(wanted, read(reply), control)))
    if not reply.is_success:
        raise ControlPlaneError("POST /__mock/requests/verify", reply)


def _told(
    wanted: Mapping[str, Any], found: Mapping[str, Any], control: ControlPlane
) -> Iterator[str]:
    """Say what was wanted, what came, and what nearly did."""
    number = found.get("found")
    yield f"expected {_asked(wanted)}; found {number}"
    if found.get("incomplete"):
        yield "the journal is too short to tell: older requests have left it"
    for miss in found.get("nearMisses", ()):
        entry = control.call("GET", f"/requests/{miss['requestId']}")
        yield f"  nearest: {RecordedRequest(entry)}"
        for difference in miss.get("differences", ()):
            yield (
                f"    {difference.get('field')}: expected"
                f" {difference.get('expected')!r}, got {difference.get('actual')!r}"
            )


def _asked(wanted: Mapping[str, Any]) -> str:
    limit = f" within {wanted['within']} s" if wanted.get("within") else ""
    if "sequence" in wanted:
        return f"the sequence {', '.join(map(_matched, wanted['sequence']))}{limit}"
    count = wanted.get("count") or {"atLeast": 1}
    words = {"exactly": "exactly", "atLeast": "at least", "atMost": "at most"}
    counted = " and ".join(f"{words[key]} {number}" for key, number in count.items())
    return f"{counted} of {_matched(wanted['match'])}{limit}"


def _matched(match: Mapping[str, Any]) -> str:
    named = {key: value for key, value in match.items() if key != "operation"}
    operation = match.get("operation", "any request")
    rest = ", ".join(f"{key} {value!r}" for key, value in named.items())
    return f"{operation} with {rest}" if rest else str(operation)
