"""The rules of routes: they match, and learn to build only when that is wanted."""

import pytest
from werkzeug.routing import Map, Rule

from mock_server.wire.rule import MatchingRule


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the paths whose building Werkzeug has prepared, one entry a time."""
    paths: list[str] = []
    prepare = Rule._compile_builder  # noqa: SLF001 - what this is about

    def watched(rule: Rule, append_unknown: bool = True) -> object:  # noqa: FBT001, FBT002
        paths.append(rule.rule)
        return prepare(rule, append_unknown)

    monkeypatch.setattr(Rule, "_compile_builder", watched)
    return paths


class TestMatchingRule:
    """What Werkzeug prepares for each rule, and when."""

    def test_plain_rule_prepares_at_once(self, compiled: list[str]) -> None:
        """Werkzeug's own rule compiles both of its builders when it is bound."""
        Map([Rule("/users/<uid>", endpoint="user")])

        assert compiled == ["/users/<uid>", "/users/<uid>"]

    def test_matching_needs_no_preparation(self, compiled: list[str]) -> None:
        """A rule is bound and matched without knowing how to build its URL."""
        urls = Map([MatchingRule("/users/<uid>", endpoint="user")]).bind("localhost")

        assert urls.match("/users/DXyJmlo9rge") == ("user", {"uid": "DXyJmlo9rge"})
        assert compiled == []

    def test_built_url_is_right(self, compiled: list[str]) -> None:
        """A URL is built as ever; what that takes is prepared once."""
        urls = Map([MatchingRule("/users/<uid>", endpoint="user")]).bind("localhost")

        built = [
            urls.build("user", {"uid": uid, "fields": "id"}) for uid in ("one", "two")
        ]

        assert built == ["/users/one?fields=id", "/users/two?fields=id"]
        assert compiled == ["/users/<uid>"]
