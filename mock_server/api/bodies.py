"""Bodies that are taken as the text they are, whatever their type claims."""

from mock_server.api import context
from mock_server.wire.body import FORM, read_text, rebuild_form


def text_body() -> str:
    """Return the body as a text, or raise `MissingBodyError` (4.5)."""
    context.any_body()
    return text_of_body()


def text_of_body() -> str:
    """
    Return the body as a text, which is empty without one.

    The server's handlers are given a form rebuilt from its parts, unless the profile
    has it as typed (4.5).
    """
    content = context.raw_body()
    if context.media_type() == FORM and not context.profile().decoded_form_reply:
        return rebuild_form(content, context.raw_query())
    return read_text(content, context.header("Content-Type") or "")
