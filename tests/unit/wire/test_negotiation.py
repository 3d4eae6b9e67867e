"""Suffix over Accept over JSON (query.md 10)."""

from __future__ import annotations

import pytest

from mock_server.wire.errors import NotAcceptableError
from mock_server.wire.negotiation import Format, choose_format

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


class TestBothForms:
    """Where XML can be written."""

    @pytest.mark.parametrize(
        ("suffix", "accept", "expected"),
        [
            (None, "", Format.JSON),
            (None, "   ", Format.JSON),
            (None, "*/*", Format.JSON),
            (None, "application/*", Format.JSON),
            (None, "application/json", Format.JSON),
            (None, "APPLICATION/JSON", Format.JSON),
            (None, "application/json;charset=UTF-8", Format.JSON),
            (None, "application/json, text/plain, */*", Format.JSON),
            (None, "text/html, */*;q=0.8", Format.JSON),
            (None, "application/xml", Format.XML),
            (None, "Text/XML; charset=utf-8", Format.XML),
            (None, "application/xml, */*", Format.XML),
            (None, "application/xml, application/json;q=0.5", Format.XML),
            (None, "application/json;q=0.5, application/xml", Format.XML),
            (None, "application/xml;q=0.5, application/json", Format.JSON),
            (None, "application/xml;q=0, application/json;q=0.1", Format.JSON),
            (None, "application/json, application/xml", Format.JSON),
            (None, "image/png, application/xml;q=0.1", Format.XML),
            (None, BROWSER, Format.XML),
            ("json", "application/xml", Format.JSON),
            ("json", "image/png", Format.JSON),
            ("xml", "application/json", Format.XML),
            ("xml", "", Format.XML),
        ],
    )
    def test_best_liked_form_is_chosen(
        self, suffix: str | None, accept: str, expected: Format
    ) -> None:
        """The suffix decides, then what Accept likes best."""
        assert choose_format(suffix, accept, xml=True) is expected


class TestJsonOnly:
    """Where XML cannot be written, as on servers since 2.39."""

    @pytest.mark.parametrize(
        ("suffix", "accept"),
        [
            (None, ""),
            (None, "application/xml, application/json;q=0.5"),
            (None, "application/xml, */*;q=0.1"),
            (None, BROWSER),
            ("json", "application/xml"),
        ],
    )
    def test_json_is_chosen(self, suffix: str | None, accept: str) -> None:
        """Whoever takes JSON at all gets it."""
        assert choose_format(suffix, accept, xml=False) is Format.JSON

    @pytest.mark.parametrize(
        ("suffix", "accept"),
        [(None, "application/xml"), (None, "text/xml"), ("xml", ""), ("xml", "*/*")],
    )
    def test_xml_alone_is_refused(self, suffix: str | None, accept: str) -> None:
        """Who takes nothing but XML cannot be answered."""
        with pytest.raises(NotAcceptableError):
            choose_format(suffix, accept, xml=False)


class TestNeither:
    """Clients that read neither form."""

    @pytest.mark.parametrize(
        "accept", ["text/html", "image/png", "text/csv", "application/json;q=0", "json"]
    )
    def test_other_types_are_refused(self, accept: str) -> None:
        """Only JSON and XML can be written."""
        with pytest.raises(NotAcceptableError):
            choose_format(None, accept, xml=True)
