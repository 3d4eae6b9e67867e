"""The entry point: where a client that knows nothing begins (resources.md 3)."""

from mock_server.api import context
from mock_server.wire.answers import PlainBody, Redirect

_SERVED = (
    *("messageConversation", "user", "userGroup", "userRole"),
    *("organisationUnit", "fileResource"),
)


def get_root() -> Redirect:
    """GET /api: where to find the list of resources (resources.md 3)."""
    return Redirect(f"{context.api_url()}/resources")


def list_resources() -> PlainBody:
    """GET /resources: the entry point that the document starts from."""
    rows = [
        {
            "displayName": _display_name(f"{singular}s"),
            "singular": singular,
            "plural": f"{singular}s",
            "href": f"{context.api_url()}/{singular}s",
        }
        for singular in _SERVED
    ]
    key = "resource" if context.exchange().is_xml else "resources"
    return PlainBody({key: rows}, root="resources")


def _display_name(plural: str) -> str:
    spaced = "".join(f" {c}" if c.isupper() else c for c in plural)
    return spaced[0].upper() + spaced[1:]
