"""Files: upload by either route, and download from a message or by itself."""

import re
from pathlib import PureWindowsPath
from typing import Annotated, TypedDict

from mock_server.api import bodies, context
from mock_server.api.viewing import collection_link, typed_uid, view_of
from mock_server.declarations import answers, takes
from mock_server.domain.enums import FileResourceDomain, ImageFileDimension
from mock_server.domain.errors import ConversationNotFoundError
from mock_server.domain.model import FileResource
from mock_server.domain.parameters import check_uid, to_enum
from mock_server.query import Source, list_page, read_object
from mock_server.schemas.objects import FILE_RESOURCE, USER
from mock_server.services import attachments
from mock_server.services.attachments import Upload
from mock_server.wire.answers import (
    FileBody,
    ListBody,
    ObjectBody,
    PlainBody,
    WebMessage,
)
from mock_server.wire.body import MULTIPART

_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(?:\s*;[ -~]*)?$", re.ASCII)
_UNKNOWN_TYPE = "application/octet-stream"
_UNFILTERED = [("fields", "*,!access,!href")]
"""What a route of its own shows, which filters no fields (RA 7.2)."""
_FILE = "file"
_UPLOAD = {
    "type": "object",
    "required": [_FILE],
    "properties": {_FILE: {"type": "string", "format": "binary"}},
}


class UploadedAttachment(TypedDict):
    """An attachment, as its upload is answered."""

    created: str
    lastUpdated: str
    externalAccess: bool
    publicAccess: str
    user: dict[str, object]
    lastUpdatedBy: dict[str, str]
    favorite: bool
    id: str


class UploadedFile(TypedDict):
    """A file, as its upload is answered."""

    responseType: str
    fileResource: Annotated[dict[str, object], FILE_RESOURCE]


@takes(_UPLOAD, types=[MULTIPART])
def upload_attachment() -> Annotated[PlainBody, UploadedAttachment]:
    """POST /messageConversations/attachments: the document's upload (4.19, D16)."""
    if not context.profile().attachments_route:
        context.note_unhandled()
        bodies.any_body()
        raise ConversationNotFoundError(uid="attachments")
    file = _store_upload(FileResourceDomain.MESSAGE_ATTACHMENT, None)
    view = view_of(context.state(), single=True)
    fields = [("fields", "created,lastUpdated")]
    owner_fields = [("fields", "name,created,lastUpdated,displayName,id")]
    owner = read_object(USER, view.viewer, owner_fields, view)
    shown = read_object(FILE_RESOURCE, file, fields, view)
    data: UploadedAttachment = {
        "created": shown["created"],
        "lastUpdated": shown["lastUpdated"],
        "externalAccess": False,
        "publicAccess": "--------",
        "user": {**owner, "externalAccess": False, "favorite": False},
        "lastUpdatedBy": {"id": owner["id"], "name": owner["name"]},
        "favorite": False,
        "id": file.uid,
    }
    return PlainBody(data, root="fileResource")


def get_attachment(uid: str, message: str, file: str) -> FileBody:
    """GET /messageConversations/{mc}/{msg}/attachments/{file}: the bytes (4.18)."""
    found = attachments.open_attachment(
        context.state(), context.acting_user(), uid, message, file
    )
    return FileBody(found.name, found.content_type, found.content)


@takes(_UPLOAD, types=[MULTIPART])
@answers(202)
def create() -> Annotated[WebMessage, UploadedFile]:
    """POST /fileResources: upload a file for later use (4.19)."""
    uid = context.parameter("uid")
    if uid is not None and context.profile().uid_typed_paths:
        check_uid("uid", uid)
    file = _store_upload(_domain(), uid)
    view = view_of(context.state(), single=True)
    shown = read_object(FILE_RESOURCE, file, _UNFILTERED, view)
    response: UploadedFile = {
        "responseType": "FileResource",
        "fileResource": {**shown, "storageStatus": "PENDING"},
    }
    return WebMessage(202, response=response)


def list_files() -> Annotated[ListBody, FILE_RESOURCE]:
    """GET /fileResources: all of them, for any login (RA 7.2)."""
    view = view_of(context.state())
    files = sorted(view.state.file_resources.values(), key=lambda each: each.uid)
    by_name = sorted(files, key=lambda each: each.name.casefold())
    link = collection_link(view, "fileResources")
    source = Source(by_id=files, by_name=by_name)
    page = list_page(FILE_RESOURCE, source, context.query_parameters(), view, link)
    return ListBody(FILE_RESOURCE, page.items, page.pager, link)


@typed_uid
def get(uid: str) -> Annotated[ObjectBody, FILE_RESOURCE]:
    """GET /fileResources/{uid}: what is known of a file (RA 7.2)."""
    _check_dimension()
    view = view_of(context.state(), single=True)
    file = attachments.find_file(view.state, uid)
    is_filtered = context.has_parameter("fields")
    parameters = context.query_parameters() if is_filtered else _UNFILTERED
    data = read_object(FILE_RESOURCE, file, parameters, view)
    return ObjectBody(FILE_RESOURCE, data)


@typed_uid
def get_data(uid: str) -> FileBody:
    """GET /fileResources/{uid}/data: the bytes, for any login (RA 7.3)."""
    _check_dimension()
    file = attachments.open_file(context.state(), context.acting_user(), uid)
    return FileBody(file.name, file.content_type, file.content)


def _check_dimension() -> None:
    """Refuse a size that no picture has; here all of them have one (RA 7.2, 7.3)."""
    name = context.parameter("dimension")
    if name is not None:
        to_enum("dimension", name, ImageFileDimension)


def _domain() -> FileResourceDomain:
    """Return what the file is for, which the query says (RA 7.1)."""
    name = context.parameter("domain")
    if name is None:
        return FileResourceDomain.DATA_VALUE
    domains = list(FileResourceDomain)
    if not context.profile().push_analysis_domain:
        domains.remove(FileResourceDomain.PUSH_ANALYSIS)
    return to_enum("domain", name, domains)


def _store_upload(domain: FileResourceDomain, uid: str | None) -> FileResource:
    part = bodies.uploaded_part(_FILE)
    upload = Upload(
        name=PureWindowsPath(part.filename or "").name or "untitled",
        content_type=_stored_type(part.content_type or ""),
        content=part.stream.read(),
        domain=domain,
        uid=uid,
    )
    limit = context.profile().max_upload_bytes
    store, user = context.store(), context.acting_user()
    return attachments.upload_file(store, user, upload, limit=limit)


def _stored_type(content_type: str) -> str:
    """Return the type to keep: one that cannot be parsed says nothing (4.19)."""
    return content_type if _MEDIA_TYPE.match(content_type) else _UNKNOWN_TYPE
