"""The body of a request, as the operation takes it, or the refusal of another."""

from flask import request
from werkzeug.datastructures import FileStorage

from mock_server.api import context
from mock_server.wire.body import FORM, JSON_TYPES, MULTIPART, read_text, rebuild_form
from mock_server.wire.errors import (
    MissingBodyError,
    MissingPartError,
    NoContentTypeError,
    NotMultipartError,
    UnsupportedContentTypeError,
)


def body(accepted: frozenset[str] = JSON_TYPES) -> bytes:
    """
    Return the body of a request of one of the `accepted` types.

    Raises:
        UnsupportedContentTypeError: it says it is of another type.
        MissingBodyError: it is empty, and of no other type.
    """
    content, named = raw_body(), request.content_type
    if context.media_type() not in accepted and (content or named):
        # What names no type counts as any bytes, to the server's framework.
        raise UnsupportedContentTypeError(
            content_type=named or "application/octet-stream"
        )
    return any_body()


def typed_body(accepted: frozenset[str] = JSON_TYPES) -> bytes:
    """
    Return the same where the server finds its route by the type (4.4).

    Raises:
        NoContentTypeError: the request names no type, whether it has a body or not.
    """
    if not request.content_type:
        raise NoContentTypeError
    return body(accepted)


def raw_body() -> bytes:
    """Return the body whatever it is, even nothing."""
    return request.get_data()


def any_body() -> bytes:
    """Return the body whatever its type, or raise `MissingBodyError`."""
    content = raw_body()
    if not content:
        raise MissingBodyError
    return content


def text_body() -> str:
    """Return the body as a text, or raise `MissingBodyError` (4.5)."""
    any_body()
    return text_of_body()


def text_of_body() -> str:
    """
    Return the body as a text, which is empty without one.

    The server's handlers are given a form rebuilt from its parts, unless the profile
    has it as typed (4.5).
    """
    content = raw_body()
    if context.media_type() == FORM and not context.profile().decoded_form_reply:
        return rebuild_form(content, context.raw_query())
    return read_text(content, context.header("Content-Type") or "")


def uploaded_part(name: str) -> FileStorage:
    """
    Return a part of a multipart body.

    Raises:
        NotMultipartError: the body is something else.
        MissingPartError: it has no such part.
    """
    if context.media_type() != MULTIPART:
        raise NotMultipartError
    part = request.files.get(name)
    if part is None:
        raise MissingPartError(part=name)
    return part
