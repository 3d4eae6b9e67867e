"""The numbers that options have; light to import, unlike `values`."""

from collections.abc import Callable

import click

_DIGITS = 100
"""A number with more of them is none that anybody means."""


def port(text: object) -> int:
    """Return the port that `text` names; 0 is a free one."""
    return _whole_number(str(text), 0, 65535)


def port_of_a_server(text: object) -> int:
    """Return the port that `text` names, at which a server can be asked."""
    number = port(text)
    if number:
        return number
    message = "0 picks another port at each start, and who asks must know which it is."
    raise click.BadParameter(message)


def threads(text: object) -> int:
    """Return the number of threads that `text` names."""
    return _whole_number(str(text), 1, 256)


def up_to(highest: int) -> Callable[[object], int]:
    """Return what reads a number from 0 to `highest`."""

    def count(text: object) -> int:
        return _whole_number(str(text), 0, highest)

    return count


count = up_to(1_000_000)


def _whole_number(text: str, low: int, high: int) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= _DIGITS
    if is_number and low <= int(text) <= high:
        return int(text)
    message = f"{text!r} is not a whole number from {low} to {high}."
    raise click.BadParameter(message)
