"""Checks of files: uploading them, sending them, fetching them; a file stays behind."""

from typing import Any

from mock_server.contract.model import LOCATION, TEXT, Check, Step
from mock_server.contract.steps import (
    CONVERSATIONS,
    NOBODY,
    addressed,
    create,
    get,
    post,
    shown,
    start,
    typed,
)

_BOUNDARY = "contract-boundary"
_FILES = "/fileResources"


def _check(name: str, section: str, *steps: Step, **more: Any) -> Check:
    return Check("attachments", name, section, steps, **more)


def _file(name: str = "note.txt", content: str = "Two lines\n") -> bytes:
    """Return a file as a form sends it."""
    head = f'Content-Disposition: form-data; name="file"; filename="{name}"'
    kind = f"Content-Type: {TEXT}"
    lines = (f"--{_BOUNDARY}", head, kind, "", content, f"--{_BOUNDARY}--", "")
    return "\r\n".join(lines).encode()


def _upload(
    domain: str = "MESSAGE_ATTACHMENT", keep: str | None = "F", **file: str
) -> Step:
    return Step(
        f"POST {_FILES}?domain={domain}",
        body=_file(**file),
        headers=typed(f"multipart/form-data; boundary={_BOUNDARY}"),
        keep={keep: "response.fileResource.id"} if keep else {},
        values=frozenset({"name", "contentType", "contentLength", "domain"}),
    )


_SENT = shown(
    "messages[id,attachments[id,name,contentLength]]", "name", "contentLength"
)
_MESSAGE = get(
    f"{CONVERSATIONS}/{{A}}?fields=messages[id]", keep={"M": "messages.0.id"}
)

CHECKS = (
    _check(
        "upload",
        "resources.md 9",
        _upload(),
        get(f"{_FILES}/{{F}}?fields=id,name,domain,assigned", "name", "domain"),
        get(f"{_FILES}/{{F}}/data", "body"),
    ),
    _check("upload-to-unknown-domain", "resources.md 9", _upload("FOO", keep=None)),
    _check("upload-nothing", "resources.md 9", _upload(keep=None, content="")),
    _check("upload-program", "resources.md 9", _upload(keep=None, name="run.sh")),
    _check(
        "upload-as-documented",
        "messaging.md 4.19",
        Step(
            f"POST {CONVERSATIONS}/attachments",
            body=_file(),
            headers=typed(f"multipart/form-data; boundary={_BOUNDARY}"),
        ),
    ),
    _check("file-unknown", "resources.md 9", get(f"{_FILES}/{NOBODY}")),
    _check("file-malformed", "resources.md 9", get(f"{_FILES}/abc?fields=id")),
    _check(
        "send-file",
        "messaging.md 4.4",
        _upload(),
        start(attachments=[{"id": "{F}"}]),
        _SENT,
        create(addressed("{me}", attachments=[{"id": "{F}"}])),
    ),
    _check(
        "send-file-by-text",
        "messaging.md 4.4",
        _upload(),
        create(addressed("{me}", attachments=["{F}"]), keep={"A": LOCATION}),
    ),
    _check(
        "send-file-of-other-domain",
        "messaging.md 4.4",
        _upload("DOCUMENT"),
        create(addressed("{me}", attachments=[{"id": "{F}"}])),
    ),
    _check(
        "send-unknown-file",
        "messaging.md 4.4",
        create(addressed("{me}", attachments=[{"id": NOBODY}])),
    ),
    _check(
        "reply-with-files",
        "messaging.md 4.5",
        _upload(keep="F"),
        _upload(keep="G", name="other.txt"),
        start(),
        post("/{A}?attachments={F},{G}", "Both", headers=typed(TEXT)),
        _SENT,
    ),
    _check(
        "reply-with-unknown-file",
        "messaging.md 4.5",
        start(),
        post(f"/{{A}}?attachments={NOBODY}", "None", headers=typed(TEXT)),
    ),
    _check(
        "fetch-attachment",
        "messaging.md 4.18",
        _upload(),
        start(attachments=[{"id": "{F}"}]),
        _MESSAGE,
        get(f"{CONVERSATIONS}/{{A}}/{{M}}/attachments/{{F}}", "body"),
        get(f"{CONVERSATIONS}/{{A}}/{{M}}/attachments/{NOBODY}"),
        get(f"{CONVERSATIONS}/{{A}}/{NOBODY}/attachments/{{F}}"),
        get(f"{CONVERSATIONS}/{NOBODY}/{{M}}/attachments/{{F}}"),
    ),
    _check(
        "fetch-of-others",
        "messaging.md 4.18",
        _upload(),
        start(attachments=[{"id": "{F}"}]),
        _MESSAGE,
        get(f"{CONVERSATIONS}/{{A}}/{{M}}/attachments/{{F}}", by="second"),
    ),
)
