"""The rule of a route as Werkzeug sees it, and what a uid looks like in its path."""

from collections.abc import Callable
from functools import cache

from werkzeug.routing import BaseConverter, Rule


class UidConverter(BaseConverter):
    """Eleven letters or digits: other texts are no id to GET (messaging.md 1.1)."""

    regex = "[A-Za-z0-9]{11}"


class MatchingRule(Rule):
    """A rule that prepares to build its URL when one is built, which is never here."""

    def _compile_builder(
        self,
        append_unknown: bool = True,  # noqa: FBT001, FBT002 - Werkzeug's signature
    ) -> Callable[..., tuple[str, str]]:
        prepare = cache(super()._compile_builder)

        def build(rule: Rule, **values: object) -> tuple[str, str]:
            return prepare(append_unknown)(rule, **values)

        return build
