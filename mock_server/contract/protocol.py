"""Checks of what holds for every path: formats, methods, prefixes, who may ask."""

from base64 import b64encode
from collections.abc import Mapping
from typing import Any
from zlib import crc32

from mock_server.contract.model import LOCATION, Check, Step
from mock_server.contract.steps import (
    CONVERSATIONS,
    NOBODY,
    XML,
    accepting,
    addressed,
    create,
    delete,
    get,
    typed,
)

_NOTHING = f"{CONVERSATIONS}?filter=id:eq:{NOBODY}"
_ME = "/me?fields=id"
_BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_STRANGER = b64encode(f"{NOBODY}:{NOBODY}".encode()).decode()
_CODE = "NobodysTokenOfTheContractChecks1"
_TOKEN = f"d2pat_{_CODE}{crc32(_CODE.encode()):010}"
_MESSAGE = (
    '<message xmlns="http://dhis2.org/schema/dxf/2.0"><subject>{mark}</subject>'
    '<text>In XML</text><users><user id="{me}"/></users></message>'
)


def _check(name: str, section: str, *steps: Step, **more: Any) -> Check:
    return Check("protocol", name, section, steps, **more)


def _nobody(headers: Mapping[str, str] | None = None) -> Step:
    """Return what somebody asks whom the server does not know."""
    return get(_ME, by=None, headers=headers or {})


def _saying(who: str) -> dict[str, str]:
    return {"Authorization": who}


CHECKS = (
    _check(
        "xml-create",
        "messaging.md 1.5",
        create(_MESSAGE, headers=typed(XML), keep={"A": LOCATION}),
    ),
    _check("xml-list", "query.md 10", get(_NOTHING, headers=accepting(XML))),
    _check("accept-html", "query.md 10", get(_NOTHING, headers=accepting("text/html"))),
    _check("accept-browser", "query.md 10", get(_ME, headers=accepting(_BROWSER))),
    _check("accept-anything", "query.md 10", get(_ME, headers=accepting("*/*"))),
    _check(
        "suffix-beats-accept",
        "query.md 10",
        get(f"{CONVERSATIONS}.json?filter=id:eq:{NOBODY}", headers=accepting(XML)),
    ),
    _check(
        "versioned-path",
        "messaging.md 1.4",
        Step(f"POST /41{CONVERSATIONS}", body=addressed("{me}"), keep={"A": LOCATION}),
        get(f"/41{CONVERSATIONS}/{{A}}?fields=href", "href"),
    ),
    _check("unknown-version", "query.md 1", get("/27/me?fields=id")),
    _check(
        "trailing-slash",
        "messaging.md 1.1",
        get(f"{CONVERSATIONS}/?filter=id:eq:{NOBODY}", "total"),
    ),
    _check("unknown-path", "query.md 13.6", get("/noSuchThings")),
    _check("unknown-method", "query.md 13.5", Step(f"PUT {CONVERSATIONS}", body={})),
    _check("nobody-asks", "query.md 15", _nobody()),
    _check("browser-asks", "query.md 15", _nobody({"X-Requested-With": ""})),
    _check(
        "nobody-writes",
        "query.md 15",
        create(addressed("{me}"), by=None),
        delete(f"/{NOBODY}/{{me}}", by=None),
    ),
    _check("stranger-asks", "query.md 15", _nobody(_saying(f"Basic {_STRANGER}"))),
    _check("token-malformed", "query.md 15", _nobody(_saying("ApiToken d2pat_x"))),
    _check("token-unknown", "query.md 15", _nobody(_saying(f"ApiToken {_TOKEN}"))),
    _check(
        "log-in-as-stranger",
        "query.md 15",
        Step(
            "POST /auth/login",
            by=None,
            body={"username": NOBODY, "password": NOBODY},
        ),
    ),
)
