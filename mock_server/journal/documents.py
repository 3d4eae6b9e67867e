"""Entries as they are shown: one document each, without any secret (3.5)."""

from base64 import b64encode
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from mock_server.journal import redaction
from mock_server.journal.record import AppliedFault, Entry, RaisedError, RecordedRequest
from mock_server.journal.shown import (
    ShownAnswer,
    ShownBody,
    ShownBug,
    ShownDifference,
    ShownEffect,
    ShownRequest,
)
from mock_server.matching import Difference
from mock_server.traffic import Incoming, Pairs

_LOGIN = "auth.login"
_LONGEST_SEQUENCE = 4
"""Bytes of one character in UTF-8."""


def document(entry: Entry) -> ShownRequest:
    """Return what is shown of `entry`."""
    request, incoming = entry.request, entry.request.incoming
    user = incoming.user
    return {
        "id": entry.id,
        "seq": entry.number,
        "time": f"{_instant(request.time)}Z",
        "clock": _instant(request.clock),
        "world": request.world,
        "method": incoming.method,
        "url": _url(incoming),
        "path": redaction.redact_text(incoming.path),
        "operation": incoming.operation,
        "apiVersion": incoming.api_version,
        "query": _pairs(_query_pairs(incoming, incoming.query)),
        "headers": _pairs(redaction.redact_headers(incoming.headers)),
        "user": {"id": user.uid, "username": user.username} if user else None,
        "body": _request_body(incoming),
        "response": _response(request),
        "handled": request.handled,
        "committed": request.committed,
        "changes": [
            {"collection": each.collection, "id": each.uid, "change": each.change}
            for each in request.changes
        ],
        "fault": _fault(request.fault),
        "sent": request.sent,
        "milliseconds": round(request.milliseconds, 1),
        "exception": _exception(request.exception),
    }


def shown_differences(
    incoming: Incoming, found: Iterable[Difference]
) -> list[ShownDifference]:
    """Return what keeps a request from matching, without the secrets in it."""
    return [
        {
            "field": each.field,
            "expected": each.expected,
            "actual": _actual(incoming, each.field, each.actual),
        }
        for each in found
    ]


def _actual(incoming: Incoming, field: str, value: object) -> object:
    if field == "body":
        return _request_body(incoming).get("text", "")
    kind, _, name = field.partition(".")
    if not name or value is None:
        return value
    if isinstance(value, list):
        return [_actual(incoming, field, each) for each in value]
    if kind == "headers":
        return redaction.redact_header(name, str(value))
    pair = [(name, str(value))]
    return _query_pairs(incoming, pair)[0][1]


def _instant(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")


def _is_about_a_secret(incoming: Incoming) -> bool:
    """Say whether the path names a secret, as `/systemSettings/keyEmailPassword`."""
    return redaction.is_secret(incoming.path.rpartition("/")[2])


def _url(incoming: Incoming) -> str:
    url = redaction.redact_url(incoming.url)
    if _is_about_a_secret(incoming) and incoming.query:
        return f"{url.partition('?')[0]}?{redaction.REDACTED}"
    return url


def _query_pairs(incoming: Incoming, pairs: Iterable[tuple[str, str]]) -> Pairs:
    if _is_about_a_secret(incoming):
        return tuple((name, redaction.REDACTED) for name, _ in pairs)
    return tuple(redaction.redact_parameters(pairs))


def _request_body(incoming: Incoming) -> ShownBody:
    body, size = incoming.body, incoming.body_size
    coding = (incoming.header("Content-Encoding") or "identity").strip().lower()
    if body and (_is_about_a_secret(incoming) or coding != "identity"):
        return _hidden(size)
    shown = _body(body, size)
    is_login = incoming.operation == _LOGIN
    if is_login and not str(shown.get("text", "")).lstrip().startswith("{"):
        return _hidden(size)
    return shown


def _response(request: RecordedRequest) -> ShownAnswer | None:
    outgoing = request.outgoing
    if outgoing is None:
        return None
    hides = outgoing.body and _is_about_a_secret(request.incoming)
    size = request.answer_size
    return {
        "status": outgoing.status,
        "headers": _pairs(redaction.redact_headers(outgoing.headers)),
        "body": _hidden(size) if hides else _body(outgoing.body, size),
    }


def _hidden(size: int) -> ShownBody:
    return {"size": size, "text": redaction.REDACTED, "truncated": False}


def _body(body: bytes, size: int) -> ShownBody:
    """Return a body as text, or what is none in base64."""
    truncated = len(body) < size
    text = _text(body, cut=truncated)
    if text is not None:
        shown = redaction.redact_text(text)
        return {"size": size, "text": shown, "truncated": truncated}
    data = redaction.redact_text(body.decode("latin-1")).encode("latin-1")
    return {"size": size, "base64": b64encode(data).decode(), "truncated": truncated}


def _text(body: bytes, *, cut: bool) -> str | None:
    """Return `body` as the text that it is, or `None`."""
    if b"\0" in body:
        return None
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        if cut and len(body) - error.start < _LONGEST_SEQUENCE:
            return body[: error.start].decode()
        return None


def _fault(fault: AppliedFault | None) -> ShownEffect | None:
    if fault is None:
        return None
    return {
        "id": fault.id,
        "effect": fault.effect,
        "phase": fault.phase,
        "delayMilliseconds": fault.delay_milliseconds,
    }


def _exception(error: RaisedError | None) -> ShownBug | None:
    if error is None:
        return None
    return {"type": error.type, "text": redaction.redact_text(error.text)}


def _pairs(pairs: Any) -> list[list[str]]:
    return [[name, value] for name, value in pairs]
