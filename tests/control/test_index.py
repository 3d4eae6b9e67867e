"""GET /__mock and /__mock/version: what there is (control-plane 3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mock_server import __version__

if TYPE_CHECKING:
    from tests.conftest import Api

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


class TestIndex:
    """The way in."""

    @pytest.mark.parametrize("path", ["/__mock", "/__mock/"])
    def test_links_are_listed(self, default_api: Api, path: str) -> None:
        """A program gets every operation with what it does (3.2)."""
        reply = default_api.get(path)

        index = reply.json()
        reset = [each for each in index["links"] if each["href"].endswith("/reset")]
        assert (index["name"], index["version"]) == ("dhis2-mock", __version__)
        assert [each["method"] for each in reset] == ["POST"]
        assert reset[0]["does"] == "restore the seed in one assignment"
        assert all(each["does"] for each in index["links"])

    def test_plain_links_answer(self, default_api: Api) -> None:
        """Whatever can be followed leads somewhere."""
        links = default_api.get("/__mock").json()["links"]

        followed = [
            default_api.get("/__mock" + each["href"].partition("/__mock")[2]).status
            for each in links
            if each["method"] == "GET" and "{" not in each["href"]
        ]

        assert len(followed) >= 6
        assert set(followed) <= {200, 422}

    def test_browser_gets_a_page(self, default_api: Api) -> None:
        """A browser gets the same as HTML that may run and load nothing."""
        reply = default_api.get("/__mock", accept=BROWSER)

        assert reply.headers["Content-Type"].startswith("text/html")
        assert reply.headers["Content-Security-Policy"] == "default-src 'none'"
        assert '/__mock/clock">' in reply.text

    def test_page_escapes_what_it_shows(self, default_api: Api) -> None:
        """Nothing that a client sends is markup, not even the scheme."""
        reply = default_api.get(
            "/__mock", accept=BROWSER, headers={"X-Forwarded-Proto": '"><script>'}
        )

        assert "<script>" not in reply.text
        assert "&lt;script&gt;" in reply.text

    def test_links_stay_inside_a_world(self, default_api: Api) -> None:
        """Below a world's path the links are that world's (3.1)."""
        default_api.call("PUT", "/__mock/worlds/w1")

        links = default_api.get("/w1/__mock").json()["links"]

        default_api.delete("/__mock/worlds/w1")
        assert all("/w1/__mock" in each["href"] for each in links)

    @pytest.mark.parametrize("path", ["/__mock", "/__mock/"])
    def test_other_methods_are_refused(self, default_api: Api, path: str) -> None:
        """The way in is there, and only to be read: 405, not 404."""
        reply = default_api.call("POST", path)

        assert (reply.status, reply.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")


class TestVersion:
    """GET /__mock/version."""

    def test_version_is_told(self, default_api: Api) -> None:
        """The mock tells its own version, not that of DHIS2."""
        reply = default_api.get("/__mock/version")

        assert reply.json() == {"name": "dhis2-mock", "version": __version__}

    def test_version_is_of_the_process(self, default_api: Api) -> None:
        """It lives at the root alone (3.1)."""
        default_api.call("PUT", "/__mock/worlds/w1")

        reply = default_api.get("/w1/__mock/version")

        default_api.delete("/__mock/worlds/w1")
        assert reply.status == 404
