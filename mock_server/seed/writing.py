"""
Writing a state as the seed that it can be read from again: what a snapshot holds.

It is the inverse of `reading`. Passwords and tokens stand in it, as in every seed, so
it is for those alone who may steer the mock.
"""

from base64 import b64decode
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from mock_server.domain.clock import Clock
from mock_server.domain.model import MessageConversation, User
from mock_server.domain.state import State
from mock_server.profiles import Profile
from mock_server.schemas.seed import SeedSchema
from mock_server.switches import shown

FORMAT = 1

_LARGE = 64 * 1024
"""Bytes from which on a file is put beside a document that lies in one."""

_SCHEMA = SeedSchema()


def write_seed(state: State, profile: Profile | None = None) -> dict[str, Any]:
    """Return the document of `state`, and of the `profile` that it is served by."""
    behaviour: dict[str, Any] = {}
    if profile is not None:
        behaviour = {"profile": profile.name, "switches": _switches(profile)}
    directory = state.directory
    return _SCHEMA.write(
        {
            "format": FORMAT,
            **behaviour,
            "clock": state.clock if state.clock != Clock() else None,
            "random_seed": state.random_seed,
            "uids": state.uid_queues or None,
            "progress": _progress(state),
            "system": state.configuration,
            "user_roles": directory.user_roles,
            "users": [_as_chosen(state, each) for each in directory.users.values()],
            "user_groups": directory.user_groups,
            "organisation_units": {
                uid: vars(unit) for uid, unit in directory.organisation_units.items()
            },
            "file_resources": [
                state.file_resources[uid] for uid in sorted(state.file_resources)
            ],
            "message_conversations": _in_order(state.conversations.values()),
            "outbox": list(state.outbox),
            "timeline": list(state.timeline) or None,
        }
    )


def with_files_beside(document: dict[str, Any], output: Path) -> dict[str, Any]:
    """
    Return `document` with the contents of large files in files of their own.

    They are put into a folder beside `output`, where the document is meant to go.
    """
    folder = output.with_name(f"{output.stem}-files")
    rows = []
    for row in document.get("fileResources", []):
        if len(row.get("content", "")) < _LARGE * 4 / 3:
            rows.append(row)
            continue
        folder.mkdir(exist_ok=True)
        (folder / row["id"]).write_bytes(b64decode(row["content"]))
        kept = {key: value for key, value in row.items() if key != "content"}
        rows.append({**kept, "file": f"{folder.name}/{row['id']}"})
    return {**document, "fileResources": rows}


def _switches(profile: Profile) -> dict[str, object] | None:
    """Return the switches that are set alone; `none` is how nothing is written."""
    chosen = {name: getattr(profile, name) for name in sorted(profile.overridden)}
    return {
        name: shown(value) if value is None else value for name, value in chosen.items()
    } or None


def _progress(state: State) -> dict[str, object] | None:
    progress: dict[str, object] = {
        "uids_made": state.uids_made or None,
        "outbox_made": state.outbox.made or None,
        "last_write": state.last_write,
    }
    return progress if any(progress.values()) else None


def _as_chosen(state: State, user: User) -> User:
    """Return `user` with what he chose by now."""
    return replace(
        user, settings=state.settings_of(user.uid), apps=state.apps_of(user.uid)
    )


def _in_order(
    conversations: Iterable[MessageConversation],
) -> list[MessageConversation]:
    return sorted(conversations, key=lambda each: (each.created, each.uid))
