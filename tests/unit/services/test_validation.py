"""How validation notices are rendered (services/validation.py)."""

from __future__ import annotations

import pytest

from mock_server.services.validation import java_double, rendered

FACTS = {"rule_name": "R", "period": "202401"}


class TestRendered:
    """Variables filled in (resources-system.md 2.5)."""

    @pytest.mark.parametrize(
        ("template", "expected"),
        [
            ("V{rule_name} in V{period}", "R in 202401"),
            ("V{nope}", ""),
            ("V{}", "[N/A]"),
            ("A{abcdefghijk}", "[N/A]"),
            ("#{abcdefghijk}", "[N/A]"),
            ("V{Rule} V{rule1} A{short} #{a b}", "V{Rule} V{rule1} A{short} #{a b}"),
            ("V{rule_name", "V{rule_name"),
            ("$1 \\1 {rule_name}", "$1 \\1 {rule_name}"),
            ("", ""),
        ],
    )
    def test_variables_are_filled_in(self, template: str, expected: str) -> None:
        """
        Known names have values, others none; other kinds are not available.

        Names are of small letters, uids of eleven characters; all else stays.
        """
        assert rendered(template, FACTS, 100) == expected

    def test_long_text_is_cut(self) -> None:
        """What is rendered, not the template, is cut."""
        assert rendered("V{rule_name}V{period}", FACTS, 3) == "R20"


class TestJavaDouble:
    """Numbers as the server prints them (resources-system.md 2.5)."""

    @pytest.mark.parametrize(
        ("number", "expected"),
        [
            (None, ""),
            (0, "0.0"),
            (-0.0, "-0.0"),
            (10, "10.0"),
            (1.5, "1.5"),
            (-2.25, "-2.25"),
            (0.001, "0.001"),
            (9999999, "9999999.0"),
            (10_000_000, "1.0E7"),
            (12_345_678, "1.2345678E7"),
            (0.0001, "1.0E-4"),
            (-0.00012, "-1.2E-4"),
            (1e300, "1.0E300"),
        ],
    )
    def test_number_is_a_java_double(self, number: float | None, expected: str) -> None:
        """From a thousandth to ten million plain, beyond with an exponent."""
        assert java_double(number) == expected
