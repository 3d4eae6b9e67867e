"""
A seed written in Python: a call for each user, group, file, conversation and message.

It only writes the document of a seed; the server checks it as any other (3.6).
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import date, datetime, timedelta
from typing import Any, TypedDict, Unpack

from mock_server.domain.uid import uid_at
from mock_server.seed import read_document, seed_named
from mock_server.seed.files import DEFAULT, packaged_folder
from mock_server.settings import LARGEST_NUMBER
from mock_server.suggestions import suggestion
from mock_server.testing.calls import check_names, with_hints
from mock_server.testing.clock import instant
from mock_server.testing.matching import wire_key
from mock_server.testing.options import SeedChoice

_BEGIN = datetime(2026, 1, 1, 8)  # noqa: DTZ001 - UTC without a zone, as DHIS2 has it
_STEP = timedelta(minutes=1)
_RANDOM_SEED = LARGEST_NUMBER + 1
"""What uids are drawn from; no server takes such a number for its own."""


class UserOptions(TypedDict, total=False):
    """What a user is, besides his name; what is left out is plain."""

    uid: str
    password: str
    first_name: str
    surname: str
    email: str
    phone_number: str
    authorities: Sequence[str]
    """`ALL` makes a superuser."""
    organisation_units: Sequence[str]
    disabled: bool
    settings: Mapping[str, object]
    """As `{"keyMessageEmailNotification": True}`."""
    tokens: Sequence[str]


class MessageOptions(TypedDict, total=False):
    """What a message is, besides its text and sender."""

    uid: str
    created: date | str
    """A minute after the one before, unless told otherwise."""
    internal: bool
    attachments: Sequence[str]
    """The uids of files."""


class ConversationOptions(TypedDict, total=False):
    """What a conversation is, besides its first message and who takes part."""

    uid: str
    created: date | str
    attachments: Sequence[str]
    message_type: str
    status: str
    priority: str
    assignee: str
    read: Sequence[str]
    """Who has read it, besides its sender."""
    follow_up: Sequence[str]
    """Who wants to follow it up."""


class Seed(Mapping[str, Any]):
    """
    A seed to be added to; it goes wherever a seed document does.

    Users are named by username or uid. What is added is named by the uid that its
    call returns, the same ones in each run.
    """

    @with_hints
    def __init__(self, base: SeedChoice = "empty") -> None:
        """Begin with a seed; `empty` has the administrator `admin` alone."""
        self.document: dict[str, Any] = _read(base)
        """All of the seed, in the wire's spelling, to be changed at will."""
        self._taken = {*_uids(self.document)}
        self._drawn = 0
        self._now = _BEGIN

    def __getitem__(self, key: str) -> Any:
        """Return a part of the document."""
        return self.document[key]

    def __iter__(self) -> Iterator[str]:
        """Go through the keys of the document."""
        return iter(self.document)

    def __len__(self) -> int:
        """Return how many keys the document has."""
        return len(self.document)

    def __repr__(self) -> str:
        """Return how much there is of what."""
        counts = (
            f"{len(rows)} {key}"
            for key, rows in self.document.items()
            if isinstance(rows, list)
        )
        return f"<Seed {', '.join(counts)}>"

    @with_hints
    def user(self, username: str, **more: Unpack[UserOptions]) -> str:
        """Add a user, whose password is `district`, and return the uid."""
        __tracebackhide__ = True
        check_names(more, UserOptions, "Seed.user")
        options: dict[str, Any] = dict(more)
        uid = self._uid(options)
        authorities = _several(options.pop("authorities", ()), "authorities")
        plain = {"firstName": username, "surname": "User", "password": "district"}
        row = {"id": uid, "username": username, **plain, **_wired(options)}
        if authorities:
            role = {"id": self._uid({}), "name": f"Role of {username}"}
            self._add("userRoles", {**role, "authorities": list(authorities)})
            row["userRoles"] = [role["id"]]
        self._add("users", row)
        return uid

    @with_hints
    def user_group(self, name: str, *users: str, uid: str | None = None) -> str:
        """Add a group of these users, and return its uid."""
        __tracebackhide__ = True
        members = [*map(self._user, users)]
        return self._add("userGroups", {"id": uid, "name": name, "users": members})

    @with_hints
    def feedback_recipients(self, group: str) -> None:
        """Let a group, named by its uid, get the tickets."""
        self.document.setdefault("system", {})["feedbackRecipients"] = group

    @with_hints
    def organisation_unit(
        self, name: str, *, parent: str | None = None, uid: str | None = None
    ) -> str:
        """Add a unit, below the one whose uid is `parent`, and return its uid."""
        row = {"id": uid, "name": name, "parent": parent}
        return self._add("organisationUnits", row)

    @with_hints
    def file(
        self,
        name: str,
        content: bytes | str,
        *,
        content_type: str = "text/plain",
        uid: str | None = None,
    ) -> str:
        """Add a file that waits for a message, and return its uid."""
        data = content.encode() if isinstance(content, str) else content
        row = {
            "id": uid,
            "name": name,
            "contentType": content_type,
            "content": b64encode(data).decode(),
            "domain": "MESSAGE_ATTACHMENT",
            "created": self._moment({}),
        }
        return self._add("fileResources", row)

    @with_hints
    def conversation(
        self,
        subject: str,
        text: str,
        *,
        sender: str | None,
        to: Sequence[str],
        **more: Unpack[ConversationOptions],
    ) -> str:
        """
        Add a conversation with its first message, and return its uid.

        Args:
            subject: what it is about.
            text: the first message.
            sender: who wrote it; `None` is the server itself.
            to: who got it: users, and groups by their uids for all their members.
            more: what it is besides.

        Raises:
            LookupError: there is no such user.
            TypeError: there is no such option.

        """
        __tracebackhide__ = True
        check_names(more, ConversationOptions, "Seed.conversation")
        options: dict[str, Any] = dict(more)
        author = [] if sender is None else [self._user(sender)]
        members = [*author, *self._members(_several(to, "to"))]
        row = {
            "id": options.pop("uid", None),
            "subject": subject,
            "messages": [],
            "userMessages": self._participants(author, members, options),
        }
        first: MessageOptions = {
            key: options.pop(key)
            for key in ("created", "attachments")
            if key in options
        }  # type: ignore[assignment]  # keys of both
        if "assignee" in options:
            options["assignee"] = self._user(options["assignee"])
        uid = self._add("messageConversations", {**row, **_wired(options)})
        self.message(uid, text, sender=sender, **first)
        return uid

    @with_hints
    def message(
        self,
        conversation: str,
        text: str,
        *,
        sender: str | None,
        **more: Unpack[MessageOptions],
    ) -> str:
        """
        Add a message to the conversation with this uid, and return the message's uid.

        Who has read the conversation stays as it is.
        """
        __tracebackhide__ = True
        check_names(more, MessageOptions, "Seed.message")
        options: dict[str, Any] = dict(more)
        talk = self._conversation(conversation)
        author = None if sender is None else self._user(sender)
        uid = self._uid(options)
        created = self._moment(options, after=talk.get("lastMessage"))
        row = {"id": uid, "text": text, "sender": author, "created": created}
        talk["messages"].append({**row, **_wired(options)})
        talk.setdefault("created", created)
        talk |= {"lastMessage": created, "lastSender": author}
        talk.pop("messageCount", None)  # the server counts
        for each in self._rows("fileResources"):
            if each["id"] in options.get("attachments", ()):
                each["assigned"] = True
        return uid

    def _add(self, key: str, row: dict[str, Any]) -> str:
        """Add a row to the list of this key, and return its uid."""
        if row.get("id") is None:
            row["id"] = self._uid({})
        told = {name: value for name, value in row.items() if value is not None}
        self.document.setdefault(key, []).append(told)
        return str(row["id"])

    def _uid(self, options: dict[str, Any]) -> str:
        """Return the uid that the options have, or the next one of ours."""
        if "uid" in options:
            return str(options.pop("uid"))
        while True:
            self._drawn += 1
            uid = uid_at(_RANDOM_SEED, self._drawn)
            if uid not in self._taken:
                return uid

    def _moment(self, options: dict[str, Any], after: str | None = None) -> str:
        """
        Return when something was made: as the options have it, or a minute later.

        That is later than what was made before, and than `after`.
        """
        if "created" in options:
            moment = datetime.fromisoformat(instant(options.pop("created")))
        else:
            last = self._now if after is None else datetime.fromisoformat(after)
            moment = self._now = max(self._now, last) + _STEP
        return moment.isoformat(timespec="milliseconds")

    def _user(self, name: str) -> str:
        """Return the uid of the user with this username or uid."""
        __tracebackhide__ = True
        names = {each["username"]: each["id"] for each in self._rows("users")}
        if name in names.values():
            return name
        if name in names:
            return str(names[name])
        message = f"the seed has no user {name!r}{suggestion(name, names)}"
        raise LookupError(message)

    def _users(self, key: str, options: dict[str, Any]) -> list[str]:
        """Take the users that an option names out of the options."""
        __tracebackhide__ = True
        return [*map(self._user, _several(options.pop(key, ()), key))]

    def _participants(
        self, author: Sequence[str], members: Iterable[str], options: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Return a row for each member; the author has read what he wrote."""
        __tracebackhide__ = True
        read = {*author, *self._users("read", options)}
        followed = {*self._users("follow_up", options)}
        return [
            {"user": each, "read": each in read, "followUp": each in followed}
            for each in dict.fromkeys(members)
        ]

    def _members(self, named: Iterable[str]) -> Iterator[str]:
        __tracebackhide__ = True
        groups = {
            each["id"]: each.get("users", ()) for each in self._rows("userGroups")
        }
        for name in named:
            if name in groups:
                yield from (_uid_of(each) for each in groups[name])
            else:
                yield self._user(name)

    def _conversation(self, uid: str) -> dict[str, Any]:
        __tracebackhide__ = True
        for each in self._rows("messageConversations"):
            if each["id"] == uid:
                return each
        message = f"the seed has no conversation {uid!r}"
        raise LookupError(message)

    def _rows(self, key: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.document.get(key, [])
        return rows


def _read(base: SeedChoice) -> dict[str, Any]:
    """Return the document of a seed in any form, to be changed."""
    if isinstance(base, Mapping):
        return deepcopy(dict(base))
    name = str(base)
    return read_document(packaged_folder() if name == DEFAULT else seed_named(name))


def _uids(part: Any) -> Iterator[str]:
    """Go through the uids of all that is in a part of a document."""
    if isinstance(part, Mapping):
        if "id" in part:
            yield str(part["id"])
        part = [*part.values()]
    if isinstance(part, list):
        for each in part:
            yield from _uids(each)


def _several(names: Sequence[str], what: str) -> Sequence[str]:
    """Return `names`, or refuse a single one, whose letters would be taken for some."""
    __tracebackhide__ = True
    if isinstance(names, str):
        message = f"{what} is a list: {what}=[{names!r}]"
        raise TypeError(message)
    return names


def _uid_of(reference: Any) -> str:
    """Return the uid of a reference, which may be an object with an `id`."""
    found = reference["id"] if isinstance(reference, Mapping) else reference
    return str(found)


def _wired(options: Mapping[str, Any]) -> dict[str, Any]:
    return {
        wire_key(name): list(value) if isinstance(value, tuple) else value
        for name, value in options.items()
    }
