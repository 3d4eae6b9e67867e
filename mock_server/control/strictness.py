"""What a view does not read is refused, so that no slip passes for a wish (3.1)."""

from flask import current_app, request

from mock_server.control.blueprint import control
from mock_server.control.bodies import document, query
from mock_server.declarations import declared
from mock_server.schemas.control import ControlSchema


class NothingSchema(ControlSchema):
    """What may be said to a view that asks for nothing."""

    title = "Nothing is read here"


_NOTHING = NothingSchema()


@control.before_request
def _refuse_what_nobody_reads() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    said = declared(view) if view is not None else {}
    if "query" not in said:
        query(_NOTHING)
    if "body" not in said:
        document(_NOTHING)
