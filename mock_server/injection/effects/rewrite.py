"""A real answer changed: well formed, and not what the client counts on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from marshmallow import ValidationError, fields

from mock_server.injection.effect import (
    Delivery,
    Effect,
    Phase,
    Scene,
    with_body,
    with_header,
)
from mock_server.injection.kinds import Headers, HeaderValue, Status
from mock_server.injection.register import AfterSchema, effect
from mock_server.traffic import Outgoing, reason_phrase


def _is_pointer(text: str) -> None:
    if not text.startswith("/"):
        raise ValidationError(f"{text!r} is no JSON pointer: it begins with '/'")


class RewriteSchema(AfterSchema):
    """The keys of `rewrite`."""

    remove = fields.List(fields.String(validate=_is_pointer))
    merge = fields.Raw()
    status = Status()
    headers = Headers(removable=True)
    content_type = HeaderValue()


@effect("rewrite", RewriteSchema)
@dataclass(frozen=True)
class Rewrite(Effect):
    """The client gets an answer that lacks something, or says something else."""

    phase: Phase = Phase.AFTER
    remove: Sequence[str] = ()
    merge: Any = None
    status: int | None = None
    headers: Mapping[str, str | None] = field(default_factory=dict)
    content_type: str | None = None

    def perform(self, scene: Scene) -> Delivery:
        """Change body, status and headers, in this order."""
        if scene.answer is None:
            return Delivery(None)
        answer = self._with_data(scene.answer)
        if self.status is not None:
            reason = reason_phrase(self.status)
            answer = answer._replace(status=self.status, reason=reason)
        for name, value in self._all_headers().items():
            answer = with_header(answer, name, value)
        return Delivery(answer, "rewritten")

    def _with_data(self, answer: Outgoing) -> Outgoing:
        """Change a body that is JSON; others stay as they are."""
        if not self.remove and self.merge is None:
            return answer
        try:
            data = orjson.loads(answer.body)
        except orjson.JSONDecodeError:
            return answer
        for pointer in self.remove:
            _remove(data, _steps(pointer))
        if self.merge is not None:
            data = _merged(data, self.merge)
        return with_body(answer, orjson.dumps(data))

    def _all_headers(self) -> dict[str, str | None]:
        named = {} if self.content_type is None else {"Content-Type": self.content_type}
        return {**named, **self.headers}


def _steps(pointer: str) -> list[str]:
    parts = pointer.split("/")[1:]
    return [part.replace("~1", "/").replace("~0", "~") for part in parts]


def _remove(node: Any, steps: Sequence[str]) -> None:
    """Take away what the pointer leads to; `*` is each element (RFC 6901)."""
    step, *rest = steps
    keys: list[Any] = []
    if isinstance(node, dict):
        keys = list(node) if step == "*" else [step] if step in node else []
    elif isinstance(node, list):
        keys = _indexes(node, step)
    for key in reversed(keys):
        if rest:
            _remove(node[key], rest)
        else:
            del node[key]


def _indexes(node: list[Any], step: str) -> list[int]:
    if step == "*":
        return list(range(len(node)))
    is_there = step.isascii() and step.isdigit() and int(step) < len(node)
    return [int(step)] if is_there else []


def _merged(target: Any, patch: Any) -> Any:
    """Return `target` with a merge patch applied (RFC 7396)."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for key, part in patch.items():
        if part is None:
            result.pop(key, None)
        else:
            result[key] = _merged(result.get(key), part)
    return result
