"""Files: taken in, claimed by the message that uses them, and given out again."""

from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from mock_server.domain import access, errors
from mock_server.domain.enums import Authority, FileResourceDomain
from mock_server.domain.model import FileResource, Message, MessageConversation, User
from mock_server.domain.state import State
from mock_server.store import Draft, Store

BLOCKED_TYPES = frozenset(
    {
        "application/javascript",
        "font/otf",
        "text/css",
        "text/html",
        "text/javascript",
    }
)
BLOCKED_EXTENSIONS = frozenset(
    {
        *("html", "htm", "xul", "css", "js", "mjs", "swf", "otf", "jsp", "php"),
        *("deb", "rpm", "jar", "exe", "msi", "mpkg", "bin", "sh", "csh", "bat"),
    }
)


_JPEG = ("image/jpeg", "image/png", "image/gif"), ("jpg", "jpeg", "png", "gif")
_PNG = ("image/png",), ("png",)
IMAGES = {
    FileResourceDomain.USER_AVATAR: (*_JPEG, 2_000_000),
    FileResourceDomain.ORG_UNIT: (*_JPEG, 8_000_000),
    FileResourceDomain.ICON: (*_PNG, 25_000_000),
}
"""Types, extensions and bytes that pictures may have (RA 7.1)."""
_KEPT_BACK = {FileResourceDomain.DATA_VALUE, FileResourceDomain.PUSH_ANALYSIS}


@dataclass(frozen=True)
class Upload:
    """A file as a client sent it."""

    name: str
    content_type: str
    content: bytes
    domain: FileResourceDomain
    uid: str | None = None

    @property
    def extension(self) -> str:
        """What the name ends in after its last dot, in lower case."""
        return PurePosixPath(self.name).suffix.removeprefix(".").lower()

    @property
    def media_type(self) -> str:
        """The type without its parameters, in lower case."""
        return self.content_type.partition(";")[0].strip().lower()


def upload_file(
    store: Store, acting_user: User, upload: Upload, *, limit: int
) -> FileResource:
    """Keep an uploaded file of up to `limit` bytes, not yet used by anything (4.19)."""
    with store.transaction() as draft:
        _check_upload(draft.state, upload, limit)
        file = FileResource(
            uid=upload.uid or draft.new_uid("fileResources"),
            name=upload.name,
            content_type=upload.content_type,
            content=upload.content,
            domain=upload.domain,
            created=draft.now,
            last_updated=draft.now,
            created_by=acting_user.uid,
        )
        draft.put_file(file)
        return file


def claim_attachments(
    draft: Draft, uids: tuple[str | None, ...], *, may_be_used: bool = False
) -> tuple[str, ...]:
    """
    Assign each file to the message being written (4.4 step 5, 6.10).

    Files that other messages use are only taken if they `may_be_used`.

    Raises:
        AttachmentNotFoundError: a file does not exist.
        AttachmentInUseError: a file is assigned already or of another domain.
    """
    claimed = []
    for uid in uids:
        file = draft.state.file_resources.get(uid) if uid is not None else None
        if file is None:
            raise errors.AttachmentNotFoundError(uid=uid)
        is_used = file.assigned and not may_be_used
        if is_used or file.domain is not FileResourceDomain.MESSAGE_ATTACHMENT:
            raise errors.AttachmentInUseError(uid=uid)
        draft.put_file(replace(file, assigned=True, last_updated=draft.now))
        claimed.append(file.uid)
    return tuple(claimed)


def find_file(state: State, uid: str) -> FileResource:
    """Return the file `uid` or raise `ObjectNotFoundError`."""
    file = state.file_resources.get(uid)
    if file is None:
        raise errors.ObjectNotFoundError(klass="FileResource", uid=uid)
    return file


def open_attachment(
    state: State, acting_user: User, uid: str, message_uid: str, file_uid: str
) -> FileResource:
    """Return a file of a message that `acting_user` may see (4.18)."""
    conversation = state.conversations.get(uid)
    if conversation is None:
        raise errors.ConversationNotFoundError(uid=uid)
    if not access.can_read(state, acting_user, conversation):
        raise errors.NotReadableError(uid=uid)
    message = _message_of(conversation, message_uid)
    # QUIRK 4.18: here superusers are not exempt from the group rule.
    if message.internal and not access.is_feedback_recipient(state, acting_user.uid):
        raise errors.InternalMessageHiddenError(uid=message_uid)
    if file_uid not in message.attachments:
        raise errors.AttachmentNotFoundInMessageError(uid=file_uid)
    return state.file_resources[file_uid]


def open_file(state: State, acting_user: User, uid: str) -> FileResource:
    """Return a file whose bytes the caller may have: no data values (RA 7.3)."""
    file = find_file(state, uid)
    is_refused = file.domain in _KEPT_BACK or (
        file.domain is FileResourceDomain.USER_AVATAR
        and acting_user.avatar != uid
        and not access.has_authority(state, acting_user, Authority.USER_VIEW)
    )
    if is_refused:
        raise errors.FileNotAccessibleError(uid=uid)
    return file


def _message_of(conversation: MessageConversation, uid: str) -> Message:
    for message in conversation.messages:
        if message.uid == uid:
            return message
    raise errors.MessageNotFoundError(uid=uid, conversation=conversation.uid)


def _check_upload(state: State, upload: Upload, limit: int) -> None:
    """Refuse what the server refuses, in its order (RA 7.1)."""
    size = len(upload.content)
    if size > limit:
        raise errors.FileTooLargeError(limit=limit, size=size)
    _check_image(upload)
    if size == 0:
        raise errors.EmptyFileError
    if upload.uid is not None and upload.uid in state.file_resources:
        raise errors.FileResourceExistsError(uid=upload.uid)
    is_blocked = upload.extension in BLOCKED_EXTENSIONS
    if is_blocked or upload.media_type in BLOCKED_TYPES:
        raise errors.FileTypeBlockedError(name=upload.name)


def _check_image(upload: Upload) -> None:
    """Refuse what is no picture where one is wanted; it is not looked into."""
    if upload.domain not in IMAGES:
        return
    types, extensions, limit = IMAGES[upload.domain]
    if upload.media_type not in types:
        raise errors.WrongImageTypeError(allowed=",".join(types))
    if upload.extension not in extensions:
        raise errors.WrongImageExtensionError(allowed=",".join(extensions))
    if len(upload.content) > limit:
        raise errors.FileTooLargeError(limit=limit, size=len(upload.content))
