"""An application that is made by its first request."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

from werkzeug.test import Client
from werkzeug.wrappers import Response

from mock_server.gate.deferred import Deferred

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def test_nobody_asked_nothing_made() -> None:
    """To wrap an application does not make it."""
    made: list[WSGIApplication] = []

    def make() -> WSGIApplication:
        made.append(Response())
        return made[-1]

    Deferred(make)

    assert made == []


def test_first_requests_make_it_once() -> None:
    """Requests that come at once are all answered by the one that is made."""
    threads = 8
    made: list[WSGIApplication] = []
    together = Barrier(threads)

    def make() -> WSGIApplication:
        made.append(Response(f"made {len(made)}"))
        return made[-1]

    client = Client(Deferred(make))

    def ask(_: int) -> str:
        together.wait()
        return client.get("/").text

    with ThreadPoolExecutor(threads) as pool:
        answers = list(pool.map(ask, range(threads)))

    assert (answers, len(made)) == (["made 0"] * threads, 1)
