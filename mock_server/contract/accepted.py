"""
The differences from a real server that the mock has on purpose.

Most are of the profile `documented`, which does as the user's document says where a
server does otherwise (messaging.md 7); the rest are deviations of every profile
(DEVIATIONS.md), or words of libraries that are not ours.
"""

from typing import Any

from mock_server.contract.known import Known
from mock_server.contract.steps import CONVERSATIONS
from mock_server.profiles import DEFAULT

_CODES = ("status", "body.httpStatus")
_KINDS = ("header Content-Type", "header Cache-Control", "body")
_WHOLE = ("status", "header ", "body")
_PARSED = "the words are those of the server's libraries"
_NO_PARAMETER = "a page where a parameter is missing (DEVIATIONS.md D6)"


def _documented(check: str, reason: str, *places: str, **more: Any) -> Known:
    """Return what the document says otherwise than a server."""
    return Known(check, reason, places=places, profiles=(DEFAULT,), **more)


_BY_THE_DOCUMENT = (
    _documented(
        "reply*",
        "the document answers a reply with 200 (messaging.md 7 D6)",
        *_CODES,
        step=f"POST {CONVERSATIONS}/{{A}}*",
        status=201,
    ),
    _documented(
        "reply-in-form",
        "a form-encoded reply is stored as it was typed (messaging.md 4.5)",
        "body.messages",
        step="GET *",
    ),
    _documented(
        "leave",
        "the document names the user who left (messaging.md 7 D8)",
        "body.removed",
        step="DELETE *",
        status=200,
    ),
    _documented(
        "send-file-by-text",
        "the document names files by text (messaging.md 7 D17)",
        *_WHOLE,
        step=f"POST {CONVERSATIONS}",
    ),
    _documented(
        "xml-create",
        "the document creates from XML (messaging.md 7 D1)",
        *_WHOLE,
        status=415,
    ),
    _documented(
        "xml-list",
        "the document reads XML (messaging.md 7 D3, D4)",
        *_WHOLE,
        status=406,
    ),
    _documented(
        "accept-browser",
        "the document answers in what Accept names first (messaging.md 7 D11)",
        "header Content-Type",
        "body",
        status=200,
    ),
    _documented(
        "browser-asks",
        "nobody is sent to a login (query.md 15)",
        *_WHOLE,
        status=302,
    ),
    _documented(
        "ping", "pong is a text (resources.md 11.3)", "header Content-Type", status=200
    ),
)

_IN_EVERY_PROFILE = (
    Known(
        "read-unknown",
        "a server says so with 200 (DEVIATIONS.md D7)",
        places=("status", "header "),
        status=200,
    ),
    Known(
        "leave-unknown",
        _NO_PARAMETER,
        step=f"DELETE {CONVERSATIONS}",
        places=_KINDS,
        status=400,
    ),
    Known(
        "set-to-nothing",
        _NO_PARAMETER,
        step=f"POST {CONVERSATIONS}/{{A}}/*",
        places=_KINDS,
        status=400,
    ),
    Known("feedback-without-subject", _NO_PARAMETER, places=_KINDS, status=400),
    Known("look-up-without-query", _NO_PARAMETER, places=_KINDS, status=400),
    Known(
        "unknown-path",
        "a page where a path is unknown (DEVIATIONS.md D6)",
        places=_KINDS,
        status=404,
    ),
    Known(
        "accept-html",
        "a page where no format will do (DEVIATIONS.md D6)",
        places=_KINDS,
        status=406,
    ),
    Known(
        "xml-list",
        "a page where no format will do (DEVIATIONS.md D6)",
        places=_KINDS,
        status=406,
    ),
    Known(
        "upload-as-documented",
        "only the document has this path (messaging.md 7 D16)",
        places=_WHOLE,
    ),
    Known("create-from-broken-json", _PARSED, places=("body.message",), status=409),
    Known("mark-from-broken-json", _PARSED, places=("body.message",), status=400),
    Known("add-from-broken-json", _PARSED, places=("body.message",), status=400),
    Known("create-without-subject", _PARSED, places=("body.message",), status=409),
)

ACCEPTED: tuple[Known, ...] = (*_BY_THE_DOCUMENT, *_IN_EVERY_PROFILE)
