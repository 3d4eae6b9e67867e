"""Servers in a thread: started, paused, stopped, and asked for worlds."""

from __future__ import annotations

import json
import re
import socket
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mock_server import (
    MockServer,
    MockWorld,
    RemoteServer,
    Settings,
    connect,
    create_app,
)
from mock_server.seed import SeedError
from mock_server.serving import CannotListenError
from mock_server.testing.control import ControlPlaneError
from tests.conftest import serve_in_thread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SEED = Path(__file__).parents[1] / "contract" / "seed.json"


@pytest.fixture(scope="module")
def guarded() -> Iterator[str]:
    """Return the URL of a server whose control plane wants a token."""
    for server in serve_in_thread(create_app(Settings(admin_token="s3cret"))):
        yield server.url


class TestMockServer:
    """A server of this process."""

    def test_answers_on_its_url(self) -> None:
        """A started server answers at its URL, on a port of its own."""
        with MockServer() as one, MockServer() as other:
            reply = one.default.as_user("admin").get("/api/me?fields=id")

        assert reply.json() == {"id": "xE7jOejl9FI"}
        assert one is not other

    def test_unstarted_server_has_no_url(self) -> None:
        """What does not run says so instead of giving an address."""
        server = MockServer()

        with pytest.raises(RuntimeError, match="does not run"):
            _ = server.url

    def test_start_again_begins_at_seed(self) -> None:
        """A server that is started again remembers nothing."""
        server = MockServer()
        with server:
            server.default.as_user("admin").delete(
                "/api/messageConversations/ZjHHSjyyeJ2/xE7jOejl9FI"
            )
        with server:
            path = "/api/messageConversations/ZjHHSjyyeJ2?fields=id"
            reply = server.default.as_user("mobile").get(path)

        assert reply.status == 200

    def test_block_leaves_running_server(self) -> None:
        """A block around a server that runs already does not stop it."""
        with MockServer() as server:
            with server:
                pass

            assert server.default.as_user("admin").get("/api/me").status == 200

    def test_impossible_port_is_refused(self) -> None:
        """A port that is none does not become another one."""
        with pytest.raises(CannotListenError, match="99999: a port is from 0 to 65535"):
            MockServer(port=99999).start()

    def test_server_tells_where_it_is(self, started: MockServer) -> None:
        """A server in a report has its address, while it has one."""
        assert repr(started) == f"<MockServer {started.url}>"
        assert repr(MockServer()) == "<MockServer that does not run>"
        assert repr(RemoteServer(started.url)) == f"<RemoteServer {started.url}>"

    def test_stopped_server_is_not_steered(self) -> None:
        """A world whose server stopped says so to whoever resets or asks it."""
        with MockServer() as server:
            default, other = server.default, server.world()

        for world in (default, other):
            with pytest.raises(ConnectionRefusedError, match="the server is stopped"):
                world.reset()

    def test_stop_leaves_no_thread(self) -> None:
        """A stopped server leaves nothing behind, open connections or not."""
        before = set(threading.enumerate())
        with MockServer() as server:
            kept = socket.create_connection(("127.0.0.1", server.port), timeout=5)
            server.default.as_user("admin").get("/api/me")

        kept.close()
        assert set(threading.enumerate()) <= before

    def test_paused_server_refuses_connections(self) -> None:
        """Nobody listens while a server is paused; then state and port are back."""
        with MockServer() as server:
            mobile = server.default.as_user("mobile")
            url = server.url
            uid = "ZjHHSjyyeJ2"
            assert mobile.post(f"/api/messageConversations/{uid}", body="Yes").status

            with server.paused(), pytest.raises(ConnectionRefusedError):
                mobile.get("/api/me")

            path = f"/api/messageConversations/{uid}?fields=messages[text]"
            texts = [each["text"] for each in mobile.get(path).json()["messages"]]
            assert server.url == url
            assert "Yes" in texts

    def test_pause_cuts_open_connections(self) -> None:
        """A connection that nothing was asked by yet is closed by the pause."""
        with MockServer() as server:
            address = ("127.0.0.1", server.port)
            with socket.create_connection(address, timeout=5) as line:
                line.sendall(b"GET /api/me HTTP/1.1\r\n")
                server.default.as_user("admin").get("/api/me")

                with server.paused():
                    left = line.recv(1)

            assert left == b""

    def test_default_world_has_options(self) -> None:
        """Seed and profile of the server are those of its default world."""
        with MockServer(seed=SEED, profile="2.41") as server:
            info = server.default.as_user("sam").get("/api/system/info").json()

        assert info["version"].startswith("2.41.")

    def test_unknown_option_is_refused(self) -> None:
        """A misspelt option is an error that names it and the right one."""
        with pytest.raises(TypeError, match="no option 'prot'; did you mean 'port'"):
            MockServer(prot=1)  # type: ignore[call-arg]

    def test_unknown_profile_is_refused(self) -> None:
        """A profile that there is not is an error that lists those there are."""
        with pytest.raises(ValueError, match=r"no profile '2\.4'; there are: doc"):
            MockServer(profile="2.4").start()

    def test_wrong_seed_lists_faults(self) -> None:
        """A seed that is not sound does not start; all its faults are told."""
        with pytest.raises(SeedError) as refused:
            MockServer(seed={"format": 1, "nonsense": 1, "users": [{}]}).start()

        assert len(refused.value.problems) > 1


class TestWorlds:
    """Worlds made on a server, of this process or over HTTP."""

    def test_worlds_share_nothing(self, server: MockServer | RemoteServer) -> None:
        """What is done in one world is not seen in another."""
        with server.world() as one, server.world() as other:
            one.as_user("mobile").delete(
                "/api/messageConversations/ZjHHSjyyeJ2/PhzytPW3g2J"
            )

            counts = [
                each.as_user("mobile").get("/api/messageConversations").json()["pager"]
                for each in (one, other)
            ]

        assert counts[0]["total"] == counts[1]["total"] - 1

    def test_name_leads_to_path(self, server: MockServer | RemoteServer) -> None:
        """A world's name is the path that its URL ends in."""
        with server.world("w1") as world:
            assert world.name == "w1"
            assert world.url == f"{server.url}/w1"

    def test_closed_world_is_gone(self, server: MockServer | RemoteServer) -> None:
        """A world that was closed answers nobody (control-plane check 27)."""
        world = server.world()
        world.close()

        reply = world.as_user("admin").get("/api/me")

        assert reply.status == 404
        assert reply.headers["content-type"] == "application/problem+json"

    @pytest.mark.parametrize(
        "form", [SEED, str(SEED), json.loads(SEED.read_text("utf-8"))]
    )
    def test_seed_takes_all_forms(
        self, server: MockServer | RemoteServer, form: object
    ) -> None:
        """A world begins at a seed given as a path or as a document."""
        with server.world(seed=form) as world:  # type: ignore[arg-type]
            reply = world.as_user("sam").get("/api/me?fields=username")

        assert reply.json() == {"username": "sam"}

    def test_seed_takes_shipped_name(self, server: MockServer | RemoteServer) -> None:
        """A world begins at a seed of the package, given by its name."""
        with server.world(seed="empty") as world:
            reply = world.as_user("admin").get("/api/users?fields=username")

        assert reply.json()["users"] == [{"username": "admin"}]

    def test_refusal_tells_reason(self, server: MockServer | RemoteServer) -> None:
        """What the control plane refuses is an error with pointer and remedy."""
        with pytest.raises(ControlPlaneError) as refused:
            server.world(profile="2.4")

        assert str(refused.value) == (
            "POST /__mock/worlds: 422 Invalid world\n"
            "  /profile: '2.4' is unknown; there are: documented, 2.41, 2.42, 2.43"
        )

    def test_unknown_option_is_refused(self, server: MockServer | RemoteServer) -> None:
        """A misspelt option of a world is an error that names the right one."""
        with pytest.raises(TypeError, match="no option 'profil'; did you mean 'prof"):
            server.world(profil="2.41")  # type: ignore[call-arg]

    def test_reset_returns_to_seed(self, world: MockWorld) -> None:
        """A reset undoes what was done."""
        mobile, path = world.as_user("mobile"), "/api/messageConversations/ZjHHSjyyeJ2"
        before = mobile.get(path).json()
        mobile.post(path, body="Yes")

        world.reset()

        assert mobile.get(path).json() == before


class TestConnect:
    """Worlds that somebody else made."""

    def test_connect_reaches_the_world(self, started: MockServer) -> None:
        """The URL of a world is enough to act in it."""
        with started.world("theirs") as theirs:
            ours = connect(theirs.url)
            ours.as_user("mobile").post(
                "/api/messageConversations/ZjHHSjyyeJ2", body="Yes"
            )
            ours.close()

            path = "/api/messageConversations/ZjHHSjyyeJ2?fields=messages[text]"
            reply = theirs.as_user("mobile").get(path)

        assert "Yes" in [each["text"] for each in reply.json()["messages"]]

    def test_unknown_world_is_refused(self, started: MockServer) -> None:
        """A URL that leads to no world is an error at once, with the known names."""
        with pytest.raises(ControlPlaneError, match="no world 'nobody'; there"):
            connect(f"{started.url}/nobody")

    def test_nobody_there_is_refused(self) -> None:
        """A port that nobody listens on is an error at once."""
        with MockServer() as server:
            url = server.url

        with pytest.raises(ConnectionRefusedError, match=f"nobody answers at {url}: "):
            connect(url)

    def test_unknown_host_is_refused(self) -> None:
        """A host that nobody knows is an error with the whole address."""
        with pytest.raises(
            ConnectionError, match=r"answers at http://nobody\.invalid: "
        ):
            connect("http://nobody.invalid")

    def test_path_of_the_api_is_told(self, started: MockServer) -> None:
        """An address that goes on to /api is told to end before."""
        with pytest.raises(ControlPlaneError) as refused:
            connect(f"{started.url}/api")

        assert str(refused.value) == (
            "GET /api/__mock/clock: 401; the address of a server does not end with /api"
        )

    @pytest.mark.parametrize("token", [None, "wrong"])
    @pytest.mark.parametrize("reach", [connect, RemoteServer])
    def test_wrong_token_is_refused(
        self, guarded: str, reach: Callable[..., object], token: str | None
    ) -> None:
        """Who lacks the token of the control plane is told so at once."""
        with pytest.raises(ControlPlaneError, match=r"401 .*and its token"):
            reach(guarded, token)

    def test_right_token_is_kept(self, guarded: str) -> None:
        """The token that opens the control plane is sent with all that is steered."""
        world = connect(guarded, "s3cret")

        world.reset()

        assert world.settings["profile"] == "documented"

    @pytest.mark.parametrize(
        ("answer", "told"),
        [
            (b"HTTP/1.1 200 OK\r\n\r\n<html>", "is something else"),
            (b"\x15\x03\x01\x00\x02", "BadStatusLine"),
        ],
    )
    def test_other_server_is_refused(self, answer: bytes, told: str) -> None:
        """What answers as no mock does is told from one, whatever it says."""
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
            other = threading.Thread(target=_answer_once, args=(listener, answer))
            other.start()

            with pytest.raises(ConnectionError, match=f"no mock .*:{port}: .*{told}"):
                connect(f"http://127.0.0.1:{port}")

            other.join()

    @pytest.mark.parametrize(
        "address",
        ["localhost:8080", "http://", "http://[::1", "http://localhost:99999"],
    )
    def test_other_address_is_refused(self, address: str) -> None:
        """What is no http address is an error that shows it."""
        with pytest.raises(ValueError, match=f"'{re.escape(address)}' is no http://"):
            connect(address)


def _answer_once(listener: socket.socket, answer: bytes) -> None:
    """Answer whatever comes first, and close."""
    line, _ = listener.accept()
    with line:
        line.recv(1024)
        line.sendall(answer)
