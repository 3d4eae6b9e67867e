"""The `faults` of a seed: rules that a world begins with (control-plane 3.3)."""

from collections.abc import Iterator

from mock_server.later import later
from mock_server.schemas.control import InvalidDocumentError
from mock_server.seed.document import Document, Problem
from mock_server.seed.references import hint, known_in_seed

KEY = "faults"

_parse_fault = later("mock_server.injection.fault", "parse_fault")


def find_fault_problems(document: Document) -> Iterator[Problem]:
    """Go through what is wrong with the faults, one by one and together."""
    rows = document.get(KEY, ())
    ids = set()
    users = known_in_seed(document)["users"]
    for position, row in enumerate(rows if isinstance(rows, list) else ()):
        if not isinstance(row, dict):
            continue  # the shape of the seed is checked elsewhere
        try:
            fault = _parse_fault(row)
        except InvalidDocumentError as error:
            for each in error.errors:
                steps = each["pointer"].split("/")[1:]
                yield Problem((KEY, position, *steps), each["message"])
            continue
        user = fault.match.user
        if user and not any(user in names for names in users):
            text = f"{user!r} is not the id or the username of a user"
            yield Problem((KEY, position, "match", "user"), text + hint(user, users))
        if fault.fault_id is not None and fault.fault_id in ids:
            text = f"{fault.fault_id!r} is the id of another fault as well"
            yield Problem((KEY, position, "id"), text)
        ids.add(fault.fault_id)
