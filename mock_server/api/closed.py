"""
Routes that a server inherits for every type of object, and that stay closed here.

They edit whole objects and their collections past the rules of messaging, or belong
to another API altogether (messaging.md 4.20). DEVIATION D8
"""

from typing import NoReturn

from werkzeug.exceptions import NotFound

from mock_server.api import context
from mock_server.wire.errors import MethodNotAllowedError


def refuse_to_edit_item(_type: str, _uid: str, _property: str, _item: str) -> NoReturn:
    """POST /users/{uid}/{property}/{item}: collections are not edited (4.20)."""
    raise MethodNotAllowedError(method=context.method(), allowed="")


def refuse_to_read_item(_type: str, _uid: str, _property: str, _item: str) -> NoReturn:
    """GET /users/{uid}/{property}/{item}: nothing is read there, nor as gist (4.20)."""
    raise NotFound


def refuse_to_delete_part(_uid: str, _part: str) -> NoReturn:
    """DELETE /messageConversations/{uid}/favorite: no user is called that (4.20)."""
    raise MethodNotAllowedError(method="DELETE", allowed="GET, HEAD, OPTIONS")
