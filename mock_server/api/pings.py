"""Pings, which who starts a server asks first: they need next to nothing (11.3)."""

from typing import Annotated

from mock_server.api import context
from mock_server.wire.answers import TextBody


def system_ping() -> Annotated[TextBody, "text/plain", "application/json"]:
    """GET /system/ping: `pong`, for those logged in where it is not open (11.3)."""
    profile = context.profile()
    if not profile.system_ping_open:
        context.authenticate()
    # QUIRK resources-system.md 1.5: of what type the client takes, even if that is
    # JSON, which the text is not.
    kind = context.accepted_type() if profile.ping_is_json else "text/plain"
    content_type = f"{kind};charset=UTF-8"
    return TextBody("pong", content_type=content_type, cache_control="no-store")


def ping() -> Annotated[TextBody, None]:
    """GET /ping: nothing, for anybody who asks at just this path (11.3, 1.5)."""
    if context.is_versioned() and not context.profile().system_ping_open:
        context.authenticate()
    return TextBody(headers={"Access-Control-Allow-Origin": "*"})
