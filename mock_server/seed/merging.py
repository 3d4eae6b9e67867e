"""
Several whole seeds made into one: arrays join, and nothing may be said twice.

So a folder that a container mounts can hold one file for each subject.
"""

from copy import copy
from typing import Any

from mock_server.seed.document import Problem, printed, shown
from mock_server.seed.source import Source


def merge(source: Source, file: str, found: dict[str, Any]) -> None:
    """Add what `file` holds to `source`; contradictions become problems."""
    for key, part in found.items():
        if key == "$schema":
            continue
        if key not in source.document:
            source.document[key] = copy(part)
            source.spans[key] = [(0, file)]
        elif isinstance(part, list) and isinstance(source.document[key], list):
            source.spans[key].append((len(source.document[key]), file))
            source.document[key] += part
        elif isinstance(part, dict) and isinstance(source.document[key], dict):
            _merge_object(source, file, key, part)
        elif part != source.document[key]:
            _refuse(source, file, Problem((key,), shown((key,), part)))


def _merge_object(source: Source, file: str, key: str, part: dict[str, Any]) -> None:
    whole = source.document[key]
    for name, value in part.items():
        if whole.setdefault(name, value) != value:
            pointer = (key, name)
            _refuse(source, file, Problem(pointer, shown(pointer, value)))


def _refuse(source: Source, file: str, problem: Problem) -> None:
    first = source.spans[str(problem.pointer[0])][0][1]
    text = f"{problem.text} is not what {first} says, which comes first"
    source.problems.append(f"{file} {printed(problem.pointer)}: {text}")
