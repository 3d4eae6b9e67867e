"""The `faults` of a seed: rules that a world begins with (control-plane 3.3)."""

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from mock_server.schemas.control import InvalidDocumentError
from mock_server.seed.document import Document, Problem

if TYPE_CHECKING:
    from mock_server.injection.fault import Fault

KEY = "faults"


def find_fault_problems(document: Document) -> Iterator[Problem]:
    """Go through what is wrong with the faults, one by one and together."""
    rows = document.get(KEY, ())
    ids = set()
    for position, row in enumerate(rows if isinstance(rows, list) else ()):
        if not isinstance(row, dict):
            continue  # the shape of the seed is checked elsewhere
        try:
            fault = _parsed(row)
        except InvalidDocumentError as error:
            for each in error.errors:
                steps = each["pointer"].split("/")[1:]
                yield Problem((KEY, position, *steps), each["message"])
            continue
        if fault.fault_id is not None and fault.fault_id in ids:
            text = f"{fault.fault_id!r} is the id of another fault as well"
            yield Problem((KEY, position, "id"), text)
        ids.add(fault.fault_id)


def read_faults(document: Document) -> tuple["Fault", ...]:
    """Return the faults of a seed in which there are no problems."""
    rows = document.get(KEY, ())
    return tuple(map(_parsed, rows if isinstance(rows, list) else ()))


def _parsed(row: object) -> "Fault":
    """Return the fault that `row` describes; few seeds need the modules of faults."""
    fault: Fault = import_module("mock_server.injection.fault").parse_fault(row)
    return fault
