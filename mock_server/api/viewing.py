"""What the views of objects have in common: whose eyes, which links, which ids."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from flask import request

from mock_server.api import context
from mock_server.domain.enums import Authority
from mock_server.domain.parameters import check_uid
from mock_server.domain.state import State
from mock_server.schemas.catalogue import View
from mock_server.services import settings
from mock_server.wire.answers import Answer
from mock_server.wire.environ import SUFFIX

_Answer = TypeVar("_Answer", bound=Answer)


def view_of(present: State, *, single: bool = False) -> View:
    """Return the eyes through which objects are shown to the acting user."""
    acting_user, profile = context.acting_user(), context.profile()
    return View(present, acting_user, context.api_url(), profile, single=single)


def require_authority(authority: Authority) -> None:
    """
    Refuse who lacks `authority` before anything of his request is read.

    The server asks before it looks for parameters and bodies (resources.md 2).
    """
    settings.require_authority(context.state(), context.acting_user(), authority)


def collection_link(view: View, resource: str) -> str:
    """Return the address of a collection, with the suffix it was asked for by."""
    suffix = request.environ.get(SUFFIX)
    return f"{view.api_url}/{resource}" + (f".{suffix}" if suffix else "")


def typed_uid(view: Callable[[str], _Answer]) -> Callable[[str], _Answer]:
    """Refuse a malformed uid before `view` sees it, in profiles that type uids."""

    @wraps(view)
    def checked(uid: str) -> _Answer:
        if context.profile().uid_typed_paths:
            check_uid("uid", uid, in_path=True)
        return view(uid)

    return checked
