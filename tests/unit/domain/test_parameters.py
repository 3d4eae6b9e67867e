"""Parameters turned into values, or refused (query.md 13.3)."""

import pytest

from mock_server.domain.errors import UnreadableParameterError
from mock_server.domain.parameters import to_integer


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("-3", -3),
        ("+7", 7),
        (" 1 2 ", 12),
        ("0012", 12),
        ("2147483647", 2_147_483_647),
        ("-2147483648", -2_147_483_648),
    ],
)
def test_number_is_read(text: str, number: int) -> None:
    """A whole number may have a sign, and blanks are passed over."""
    assert to_integer("page", text) == number


@pytest.mark.parametrize(
    "text", ["", "x", "1.0", "--1", "2147483648", "-2147483649", "\u0661", "1e3"]
)
def test_anything_else_is_refused(text: str) -> None:
    """What is no number, or none that fits, is refused by name."""
    with pytest.raises(UnreadableParameterError) as refused:
        to_integer("page", text)

    assert refused.value.facts == {
        "parameter": "page",
        "value": text,
        "hint": "It should be of type int",
    }
