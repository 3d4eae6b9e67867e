"""Reading conversations: the inbox, one conversation, one property of it."""

from typing import Annotated, NoReturn

from werkzeug.exceptions import NotFound

from mock_server.api import context
from mock_server.api.viewing import collection_link, typed_uid, view_of
from mock_server.query import (
    Lookup,
    Source,
    check_defaults,
    list_page,
    read_object,
    read_property,
)
from mock_server.schemas.catalogue import View
from mock_server.schemas.objects import MESSAGE_CONVERSATION
from mock_server.services.conversations import read_conversation
from mock_server.services.marking import mark_opened
from mock_server.wire.answers import Content, ListBody, ObjectBody

_DOCUMENTED_FIELDS = [("fields", "name,id,href")]
_LISTS_KEPT, _ITEMS_KEPT = 64, 200
"""How many lists a state keeps for who asks again in JSON, and how long they may be."""


def list_conversations() -> Annotated[ListBody, MESSAGE_CONVERSATION]:
    """GET /messageConversations: the caller's inbox (4.1)."""
    view = view_of(context.state())
    link = collection_link(view, "messageConversations")
    if context.exchange().is_xml:
        return _inbox(view, link, is_xml=True)
    lists = view.state.lists
    question = (view.viewer.uid, view.profile, link, context.raw_query())
    written = lists.get(question)
    if not isinstance(written, Content):
        page = _inbox(view, link)
        written = page.json
        if len(page.items) <= _ITEMS_KEPT:
            _keep(lists, question, written)
    return ListBody(MESSAGE_CONVERSATION, (), None, link, written=written)


def _keep(lists: dict[object, object], question: object, page: Content) -> None:
    """Keep a page; where there are enough, those still asked for come back."""
    if len(lists) >= _LISTS_KEPT:
        lists.clear()
    lists[question] = page


def _inbox(view: View, link: str, *, is_xml: bool = False) -> ListBody:
    inbox, find = (
        view.state.inbox(view.viewer.uid),
        view.state.conversations.__getitem__,
    )
    source = Source(Lookup(inbox.by_id, find), Lookup(inbox.newest_first, find))
    parameters = context.query_parameters()
    documented = is_xml and not context.has_parameter("fields")
    if documented:
        parameters += _DOCUMENTED_FIELDS
    page = list_page(MESSAGE_CONVERSATION, source, parameters, view, link)
    return ListBody(MESSAGE_CONVERSATION, page.items, page.pager, link, documented)


@typed_uid
def get_conversation(uid: str) -> Annotated[ObjectBody, MESSAGE_CONVERSATION]:
    """GET /messageConversations/{uid}: one conversation, marked read if asked (4.2)."""
    parameters = context.query_parameters()
    view = view_of(context.state(), single=True)
    check_defaults(dict(reversed(parameters)))
    conversation = read_conversation(view.state, view.viewer, uid)
    data = read_object(MESSAGE_CONVERSATION, conversation, parameters, view)
    if context.marks_read():
        opened = mark_opened(context.store(), view.viewer, uid)
        marked = read_object(MESSAGE_CONVERSATION, opened, parameters, view)
        # QUIRK 4.2: `read` itself is as it was before, the rows are marked already.
        data = {**marked, **{key: data[key] for key in ("read",) if key in data}}
    return ObjectBody(MESSAGE_CONVERSATION, data)


def refuse_gist() -> NoReturn:
    """GET /messageConversations/gist: the gist API is not served (4.20)."""
    raise NotFound


def refuse_gist_of_one(_uid: str) -> NoReturn:
    """GET /messageConversations/{uid}/gist: not served either (4.20)."""
    raise NotFound


def get_property(uid: str, name: str) -> Annotated[ObjectBody, MESSAGE_CONVERSATION]:
    """
    GET /messageConversations/{uid}/{property}: that property alone (4.3).

    Only for those who may read the conversation. DEVIATION D2
    """
    view = view_of(context.state(), single=True)
    conversation = read_conversation(view.state, view.viewer, uid)
    parameters = context.query_parameters()
    data = read_property(MESSAGE_CONVERSATION, conversation, name, parameters, view)
    return ObjectBody(MESSAGE_CONVERSATION, data)
