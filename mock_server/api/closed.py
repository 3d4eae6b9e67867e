"""
Routes that a server inherits for every type of object, and that stay closed here.

They edit whole objects and their collections past the rules of messaging, or belong
to another API altogether (messaging.md 4.20). DEVIATION D8
"""

from werkzeug.exceptions import NotFound

from mock_server.api.blueprint import route
from mock_server.wire.answers import NoContent
from mock_server.wire.errors import MethodNotAllowedError

_TYPES = "messageConversations, users, userGroups, userRoles, organisationUnits"
_ITEM = f"/<any({_TYPES}):_type>/<_uid>/<_property>/<_item>"
_PART = "<any(favorite, sharing, subscriber, translations):_part>"
_WRITES = ("POST", "PUT", "PATCH", "DELETE")


def _close_item(method: str) -> None:
    @route(_ITEM, method, f"closed.item{method.title()}")
    def refuse(_type: str, _uid: str, _property: str, _item: str) -> NoContent:
        """POST /{uid}/{property}/{item}: collections are not edited (4.20)."""
        raise MethodNotAllowedError(method=method, allowed="")


for _method in _WRITES:
    _close_item(_method)


@route(_ITEM, "GET", "closed.getItem")
def refuse_to_read_item(_type: str, _uid: str, _property: str, _item: str) -> NoContent:
    """GET /{uid}/{property}/{item}: nothing is read there, nor as gist (4.20)."""
    raise NotFound


@route(f"/messageConversations/<_uid>/{_PART}", "DELETE", "closed.deletePart")
def refuse_to_delete_part(_uid: str, _part: str) -> NoContent:
    """DELETE /messageConversations/{uid}/favorite: no user is called that (4.20)."""
    raise MethodNotAllowedError(method="DELETE", allowed="GET, HEAD, OPTIONS")
