"""How deep values of JSON lie in one another: what is too deep cannot be shown."""

DEEPEST = 100
"""Levels; what reads, compares and writes documents goes down more than this."""
TOO_DEEP = f"is nested more than {DEEPEST} deep"


def is_too_deep(value: object) -> bool:
    """Say whether a value of JSON has more levels of objects and arrays than that."""
    level = [value]
    for _ in range(DEEPEST + 1):
        level = [part for each in level for part in _parts(each)]
        if not level:
            return False
    return True


def _parts(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
