"""What the edge itself refuses, before any service is asked (messaging.md 5)."""

from mock_server.domain.errors import BadRequestError, MockServerError


class UnreadableBodyError(BadRequestError):
    """The body is not what its type says; `reason` is the parser's."""


class MissingBodyError(BadRequestError):
    """There is no body where one is needed."""


class MissingParameterError(BadRequestError):
    """A required parameter is not there: `parameter`."""


class NotMultipartError(BadRequestError):
    """The body was to be multipart."""


class MissingPartError(BadRequestError):
    """A multipart body lacks the part `part`."""


class UnsupportedContentTypeError(MockServerError):
    """The request cannot have a body of type `content_type`."""


class NoContentTypeError(UnsupportedContentTypeError):
    """The request does not say of which type its body is, and has to."""


class NotAcceptableError(MockServerError):
    """None of the types the client accepts can be written."""


class NotAuthenticatedError(MockServerError):
    """Nobody, or nobody known, is asking; `reason` says which."""


class AnonymousError(NotAuthenticatedError):
    """There are no credentials at all."""


class TokenRefusedError(NotAuthenticatedError):
    """The token is well formed and opens nothing."""


class MalformedTokenError(BadRequestError):
    """The token is none."""


class NoSuchPathError(MockServerError):
    """Nothing is served at `path`."""


class OutsideApiError(NoSuchPathError):
    """Nothing is served at `path`, but there is with /api before it."""


class MethodNotAllowedError(MockServerError):
    """The path exists, but not for `method`; `allowed` lists what is."""
