"""The rule of a route as Werkzeug sees it: its name, and a uid in its path."""

from collections.abc import Callable
from functools import cache

from werkzeug.routing import BaseConverter, Rule


def endpoint_of(operation: str) -> str:
    """Return the name of a route within its blueprint; Flask wants no dots in it."""
    return operation.replace(".", ":")


def operation_of(endpoint: str, blueprint: str = "api") -> str | None:
    """Return the operation that an endpoint stands for, if the blueprint has it."""
    owner, _, name = endpoint.partition(".")
    return name.replace(":", ".") if owner == blueprint else None


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
