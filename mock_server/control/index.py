"""What the control plane offers: links for a program, or a page for a person."""

from collections.abc import Iterator
from html import escape
from typing import Annotated, TypedDict

from flask import current_app, request
from werkzeug.wrappers import Response

from mock_server.control.blueprint import control
from mock_server.gate.routes import promise, rules_of
from mock_server.gate.world import base_url, current_world
from mock_server.version import __version__

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>dhis2-mock</title>
<h1>dhis2-mock {version}</h1>
<p>World <b>{world}</b>, profile <b>{profile}</b>, seed <b>{seed}</b>.</p>
<table>
{rows}
</table>
</html>
"""
_HEADERS = {"Content-Security-Policy": "default-src 'none'", "Vary": "Accept"}
_HTML = "text/html"


class Link(TypedDict):
    """Something that can be asked for."""

    method: str
    href: str
    does: str


class Index(TypedDict):
    """What the control plane offers."""

    name: str
    version: str
    world: str
    links: list[Link]


@control.get("", strict_slashes=False)
def index() -> Annotated[Response, Index] | Annotated[Response, _HTML]:
    """GET /__mock: everything there is here, as JSON or HTML (control-plane 3.2)."""
    best = request.accept_mimetypes.best_match(["application/json", _HTML])
    if best == _HTML:
        return Response(_page(), headers=_HEADERS, content_type=_HTML)
    here = current_world()
    body: Index = {
        "name": "dhis2-mock",
        "version": __version__,
        "world": here.name,
        "links": list(_links()),
    }
    return Response(
        current_app.json.dumps(body), headers=_HEADERS, content_type="application/json"
    )


def _links() -> Iterator[Link]:
    """Give each operation in the order of paths, with what its docstring promises."""
    root = base_url()
    for route, rule in rules_of(current_app.url_map, control.name):
        yield {
            "method": route.method,
            "href": root + route.path,
            "does": promise(current_app.view_functions[rule.endpoint]),
        }


def _page() -> str:
    here = current_world()
    return _PAGE.format(
        version=escape(__version__),
        world=escape(here.name),
        profile=escape(here.profile.name),
        seed=escape(here.seed.name),
        rows="\n".join(_row(each) for each in _links()),
    )


def _row(link: Link) -> str:
    href = escape(link["href"])
    is_link = link["method"] == "GET" and "{" not in href
    address = f'<a href="{href}">{href}</a>' if is_link else href
    return f"<tr><td>{link['method']}<td>{address}<td>{escape(link['does'])}"
