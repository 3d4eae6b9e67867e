"""The operations that a match may name: those that this server has."""

from mock_server.gate.world import mocked_api
from mock_server.matching import Match, unknown_operations
from mock_server.spelling import suggestion


def operations() -> list[str]:
    """Return the names of all operations of the mocked API."""
    return sorted(
        endpoint.removeprefix("api.").replace(":", ".")
        for endpoint in mocked_api().view_functions
        if endpoint.startswith("api.")
    )


def unknown_to_us(match: Match, pointer: str) -> list[dict[str, str]]:
    """Tell the operations meant that there are none of; `pointer` is their place."""
    known = operations()
    return [
        {
            "pointer": pointer,
            "message": f"unknown operation {each!r}{suggestion(each, known)}",
        }
        for each in unknown_operations(match, known)
    ]
