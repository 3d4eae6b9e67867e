"""The numbers that options have; light to import, unlike `values`."""

import click


def port(text: object) -> int:
    """Return the port that `text` names; 0 is a free one."""
    return _whole_number(str(text), 0, 65535)


def threads(text: object) -> int:
    """Return the number of threads that `text` names."""
    return _whole_number(str(text), 1, 256)


def count(text: object) -> int:
    """Return the number that `text` names, 0 among them."""
    return _whole_number(str(text), 0, 1_000_000)


def _whole_number(text: str, low: int, high: int) -> int:
    if text.isascii() and text.isdigit() and low <= int(text[:9]) <= high:
        return int(text)
    message = f"{text!r} is not a whole number from {low} to {high}."
    raise click.BadParameter(message)
