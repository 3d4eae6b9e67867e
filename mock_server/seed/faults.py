"""The `faults` of a seed: rules that a world begins with (control-plane 3.3)."""

from collections.abc import Iterator

from mock_server.later import later
from mock_server.schemas.control import InvalidDocumentError
from mock_server.seed.document import Document, Problem

KEY = "faults"

_parse_fault = later("mock_server.injection.fault", "parse_fault")


def find_fault_problems(document: Document) -> Iterator[Problem]:
    """Go through what is wrong with the faults, one by one and together."""
    rows = document.get(KEY, ())
    ids = set()
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
        if fault.fault_id is not None and fault.fault_id in ids:
            text = f"{fault.fault_id!r} is the id of another fault as well"
            yield Problem((KEY, position, "id"), text)
        ids.add(fault.fault_id)
