"""The pytest plugin, seen from runs of pytest that use it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from mock_server import connect

if TYPE_CHECKING:
    from mock_server import MockServer

FIVE = """
PATH = "/api/messageConversations/ZjHHSjyyeJ2"

def reply(world):
    assert world.as_user("mobile").post(PATH, body="Yes").status == 200
    found = world.as_user("mobile").get(PATH + "?fields=messages").json()
    assert len(found["messages"]) == 2

def test_one(dhis2_mock):
    reply(dhis2_mock)

def test_two(dhis2_mock):
    reply(dhis2_mock)

def test_three(dhis2_mock):
    reply(dhis2_mock)

def test_four(dhis2_mock, dhis2_mock_server):
    assert dhis2_mock.url.startswith(dhis2_mock_server.url)

def test_five(dhis2_mock_module, dhis2_mock_session, dhis2_mock):
    assert len({dhis2_mock_module.url, dhis2_mock_session.url, dhis2_mock.url}) == 3
"""


class TestFixtures:
    """Worlds lent to tests."""

    def test_each_test_has_its_world(self, pytester: pytest.Pytester) -> None:
        """Tests that change the same conversation do not see each other."""
        pytester.makepyfile(FIVE)

        result = pytester.runpytest()

        result.assert_outcomes(passed=5)

    def test_workers_have_their_server(self, pytester: pytest.Pytester) -> None:
        """The same tests pass when they are spread over processes (check 29)."""
        pytester.makepyfile(FIVE)

        result = pytester.runpytest("-n", "2")

        result.assert_outcomes(passed=5)

    def test_url_leads_to_running_mock(
        self, pytester: pytest.Pytester, started: MockServer
    ) -> None:
        """The same tests pass against a server that runs already (check 29)."""
        pytester.makepyfile(FIVE)

        result = pytester.runpytest(f"--dhis2-mock-url={started.url}")

        result.assert_outcomes(passed=5)

    def test_url_comes_from_environment(
        self,
        pytester: pytest.Pytester,
        started: MockServer,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """DHIS2_MOCK_URL is the option for those who cannot give options."""
        monkeypatch.setenv("DHIS2_MOCK_URL", started.url)
        pytester.makepyfile(f"""
        def test_one(dhis2_mock):
            assert dhis2_mock.url.startswith({started.url!r})
        """)

        result = pytester.runpytest()

        result.assert_outcomes(passed=1)

    def test_api_in_url_is_told(
        self, pytester: pytest.Pytester, started: MockServer
    ) -> None:
        """An address with /api at its end is an error that says so."""
        pytester.makepyfile(FIVE)
        result = pytester.runpytest(f"--dhis2-mock-url={started.url}/api", "-k", "one")

        result.assert_outcomes(errors=1)
        result.stdout.fnmatch_lines(["*; the address of a server does not end with*"])

    def test_nobody_at_url_is_told(self, pytester: pytest.Pytester) -> None:
        """An address where no mock answers is an error that names it."""
        pytester.makepyfile(FIVE)

        result = pytester.runpytest("--dhis2-mock-url=http://127.0.0.1:1", "-k", "one")

        result.assert_outcomes(errors=1)
        result.stdout.fnmatch_lines(["--dhis2-mock-url: nobody answers at http*:1:*"])
        result.stdout.no_fnmatch_line("*lending.py*")

    @pytest.mark.parametrize(
        ("keyword", "told"),
        [
            ("profile='2.4'", "/profile: '2.4' is unknown*"),
            ("seed='walkthru'", "*'walkthru' is no seed *"),
            ("now='tomorrow'", "/now: is not a moment; write it like *"),
        ],
    )
    def test_refused_world_is_told_in_short(
        self, pytester: pytest.Pytester, keyword: str, told: str
    ) -> None:
        """A world that cannot be made fails its test without a traceback."""
        pytester.makepyfile(f"""
        import pytest

        @pytest.mark.dhis2_mock({keyword})
        def test_one(dhis2_mock):
            pass
        """)

        result = pytester.runpytest()

        result.assert_outcomes(errors=1)
        result.stdout.fnmatch_lines(["no world for this test: *", f"*{told}"])
        result.stdout.no_fnmatch_line("*ControlPlaneError*")
        result.stdout.no_fnmatch_line("During handling*")

    @pytest.mark.parametrize(
        ("options", "told"),
        [
            ({"profile": "2.4"}, "*no profile '2.4'*"),
            ({"now": "tomorrow"}, "*'tomorrow'*"),
            ({"seed": "walkthru"}, "walkthru: is neither a file*"),
            ({"port": 99999}, "*99999*"),
        ],
        ids=["profile", "now", "seed", "port"],
    )
    def test_refused_server_is_told_in_short(
        self, pytester: pytest.Pytester, options: dict[str, object], told: str
    ) -> None:
        """A server that cannot begin so fails the tests without a traceback."""
        pytester.makeconftest(f"""
        import pytest

        @pytest.fixture(scope="session")
        def dhis2_mock_options():
            return {options!r}
        """)
        pytester.makepyfile("def test_one(dhis2_mock): pass")

        result = pytester.runpytest()

        result.assert_outcomes(errors=1)
        result.stdout.fnmatch_lines([f"no server for these tests: {told}"])
        result.stdout.no_fnmatch_line("*lending.py*")
        result.stdout.no_fnmatch_line("During handling*")

    def test_bug_at_start_is_shown(self, pytester: pytest.Pytester) -> None:
        """An error that no choice explains has its traceback."""
        pytester.makeconftest("""
        import pytest
        from mock_server import MockServer

        class Broken(MockServer):
            def world(self, name=None, **options):
                raise ValueError("a bug")

        @pytest.fixture(scope="session")
        def dhis2_mock_server():
            with Broken() as server:
                yield server
        """)
        pytester.makepyfile("def test_one(dhis2_mock): pass")

        result = pytester.runpytest()

        result.assert_outcomes(errors=1)
        result.stdout.fnmatch_lines(["*raise ValueError*", "E * ValueError: a bug"])

    def test_module_world_lasts(self, pytester: pytest.Pytester) -> None:
        """A module's world keeps what its tests did; another module's does not."""
        body = """
        def test_{0}(dhis2_mock_module):
            mobile = dhis2_mock_module.as_user("mobile")
            mobile.delete("/api/messageConversations/ZjHHSjyyeJ2/PhzytPW3g2J")

        def test_{0}_after(dhis2_mock_module):
            mobile = dhis2_mock_module.as_user("mobile")
            found = mobile.get("/api/messageConversations?fields=id").json()
            assert "ZjHHSjyyeJ2" not in str(found)
        """
        pytester.makepyfile(test_a=body.format("a"), test_b=body.format("b"))

        result = pytester.runpytest("-p", "no:randomly")

        result.assert_outcomes(passed=4)

    def test_server_options_are_overridden(self, pytester: pytest.Pytester) -> None:
        """A suite chooses how its server and worlds begin by overriding fixtures."""
        pytester.makeconftest("""
        import pytest

        @pytest.fixture(scope="session")
        def dhis2_mock_options():
            return {"host": "localhost", "profile": "2.41"}

        @pytest.fixture
        def dhis2_mock_seed():
            return "empty"
        """)
        pytester.makepyfile("""
        def test_one(dhis2_mock):
            admin = dhis2_mock.as_user("admin")
            assert admin.get("/api/system/info").json()["version"].startswith("2.41")
            assert len(admin.get("/api/users").json()["users"]) == 1
        """)

        result = pytester.runpytest()

        result.assert_outcomes(passed=1)

    def test_unittest_uses_fixture(self, pytester: pytest.Pytester) -> None:
        """A unittest class gets a world for each test by an autouse fixture."""
        pytester.makepyfile("""
        import unittest
        import pytest

        class TestReplies(unittest.TestCase):
            @pytest.fixture(autouse=True)
            def world(self, dhis2_mock):
                self.world = dhis2_mock

            def test_one(self):
                assert self.world.as_user("admin").get("/api/me").status == 200
        """)

        result = pytester.runpytest()

        result.assert_outcomes(passed=1)


class TestMarker:
    """What a test asks of its world."""

    def test_closest_marker_decides(self, pytester: pytest.Pytester) -> None:
        """Keywords add up from module to test; the closest one of a name decides."""
        pytester.makepyfile("""
        import pytest

        pytestmark = pytest.mark.dhis2_mock(seed="empty", profile="2.41")

        def facts(world):
            admin = world.as_user("admin")
            users = len(admin.get("/api/users").json()["users"])
            return admin.get("/api/system/info").json()["version"][:4], users

        def test_module(dhis2_mock):
            assert facts(dhis2_mock) == ("2.41", 1)

        @pytest.mark.dhis2_mock(profile="2.43")
        class TestClass:
            def test_class(self, dhis2_mock):
                assert facts(dhis2_mock) == ("2.43", 1)

            @pytest.mark.dhis2_mock(profile="2.42")
            def test_function(self, dhis2_mock):
                assert facts(dhis2_mock) == ("2.42", 1)
        """)

        result = pytester.runpytest("--strict-markers")

        result.assert_outcomes(passed=3)

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [("profil='2.41'", "takes no profil;"), ("'tickets'", "takes no 'tickets';")],
    )
    def test_unknown_keyword_stops_collection(
        self, pytester: pytest.Pytester, arguments: str, told: str
    ) -> None:
        """A marker that says what nobody understands is an error (check 34)."""
        pytester.makepyfile(f"""
        import pytest

        @pytest.mark.dhis2_mock({arguments})
        def test_one(dhis2_mock):
            pass
        """)

        result = pytester.runpytest()

        result.assert_outcomes(errors=1)
        result.stdout.fnmatch_lines([f"the marker dhis2_mock {told}*seed, profile*"])


class TestOptions:
    """What is asked of a whole run."""

    def test_profiles_repeat_tests(self, pytester: pytest.Pytester) -> None:
        """With several profiles each test runs once for each, unless it names one."""
        pytester.makepyfile("""
        import pytest

        def version(world):
            info = world.as_user("admin").get("/api/system/info").json()
            return info["version"][:4]

        @pytest.fixture
        def client(dhis2_mock):
            return dhis2_mock

        def test_any(client, dhis2_mock_module, request):
            named = request.node.name.partition("[")[2][:-1]
            assert version(client) == version(dhis2_mock_module) == named

        @pytest.mark.dhis2_mock(profile="2.42")
        def test_own(dhis2_mock):
            assert version(dhis2_mock) == "2.42"

        def test_none():
            pass
        """)

        result = pytester.runpytest("--dhis2-mock-profile=2.41,2.43")

        result.assert_outcomes(passed=4)

    def test_ini_keys_decide(self, pytester: pytest.Pytester) -> None:
        """Profile and seed of all tests can stand in the ini file."""
        pytester.makeini("""
        [pytest]
        dhis2_mock_profile = 2.43
        dhis2_mock_seed = empty
        """)
        pytester.makepyfile("""
        def test_one(dhis2_mock, dhis2_mock_session):
            for world in (dhis2_mock, dhis2_mock_session):
                admin = world.as_user("admin")
                assert admin.get("/api/system/info").json()["version"][:4] == "2.43"
                assert len(admin.get("/api/users").json()["users"]) == 1
        """)

        result = pytester.runpytest()

        result.assert_outcomes(passed=1)

    def test_unknown_profile_stops_run(self, pytester: pytest.Pytester) -> None:
        """A profile that there is not ends the run before any test (check 34)."""
        result = pytester.runpytest("--dhis2-mock-profile=2.42,2.4")

        assert result.ret == pytest.ExitCode.USAGE_ERROR
        result.stderr.fnmatch_lines(
            ["ERROR: --dhis2-mock-profile: no profile '2.4'; there are: documented,*"]
        )

    def test_one_port_is_not_enough_for_workers(
        self, pytester: pytest.Pytester
    ) -> None:
        """A port for several workers ends the run before any test."""
        result = pytester.runpytest("-n", "2", "--dhis2-mock-port=8080")

        assert result.ret == pytest.ExitCode.USAGE_ERROR
        result.stderr.fnmatch_lines(["ERROR: --dhis2-mock-port is one port,*"])

    def test_port_is_chosen(self, pytester: pytest.Pytester, free_port: int) -> None:
        """The server listens on the port of --dhis2-mock-port."""
        pytester.makepyfile(f"""
        def test_one(dhis2_mock_server):
            assert dhis2_mock_server.port == {free_port}
        """)

        result = pytester.runpytest(f"--dhis2-mock-port={free_port}")

        result.assert_outcomes(passed=1)

    def test_taken_port_is_told(
        self, pytester: pytest.Pytester, started: MockServer
    ) -> None:
        """A port that somebody has is an error in one line, without our frames."""
        pytester.makepyfile(FIVE)
        port = started.url.rpartition(":")[2]
        result = pytester.runpytest(f"--dhis2-mock-port={port}", "-k", "one")

        result.assert_outcomes(errors=1)
        result.stdout.fnmatch_lines(["no server for these tests: *Address already*"])
        result.stdout.no_fnmatch_line("*lending.py*")


BUG = """
import pytest

@pytest.fixture
def broken(dhis2_mock_server, monkeypatch):
    def view():
        raise ZeroDivisionError("broken on purpose")

    monkeypatch.setitem(dhis2_mock_server.app.view_functions, "api.me:get", view)

def test_before(dhis2_mock):
    assert dhis2_mock.as_user("mobile").get("/api/me").status == 200

def test_broken(dhis2_mock, broken):
    dhis2_mock.as_user("mobile").get("/api/me")

def test_broken_and_cleared(dhis2_mock, broken):
    dhis2_mock.as_user("mobile").get("/api/me")
    dhis2_mock.requests.clear()
    dhis2_mock.reset()

def test_module(dhis2_mock_module, broken):
    dhis2_mock_module.as_user("mobile").get("/api/me")

def test_after(dhis2_mock, dhis2_mock_module):
    assert dhis2_mock_module.as_user("mobile").get("/api/me").status == 200
"""


class TestBugs:
    """Failures of the mock itself."""

    def test_bug_fails_its_test(self, pytester: pytest.Pytester) -> None:
        """A bug fails the test that ran into it, with its traceback (check 28)."""
        pytester.makepyfile(BUG)

        result = pytester.runpytest("-p", "no:randomly")

        result.assert_outcomes(passed=2, failed=3)
        result.stdout.fnmatch_lines(
            ["the mock failed:", "Traceback (most recent call last):", "*on purpose"]
        )
        result.stdout.fnmatch_lines(
            ["FAILED *::test_broken - *", "FAILED *::test_mod*"]
        )

    def test_bug_of_remote_server_fails_too(
        self,
        pytester: pytest.Pytester,
        started: MockServer,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """A bug of a server elsewhere fails the test that ran into it (check 28)."""

        def view() -> None:
            message = "broken on purpose"
            raise ZeroDivisionError(message)

        monkeypatch.setitem(started.app.view_functions, "api.me:get", view)
        pytester.makepyfile("""
        def test_broken(dhis2_mock):
            dhis2_mock.as_user("mobile").get("/api/me")
        """)

        result = pytester.runpytest(f"--dhis2-mock-url={started.url}")

        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines(["the mock failed:", "*Error: broken on purpose"])

    def test_late_bug_is_an_error_of_the_test(self, pytester: pytest.Pytester) -> None:
        """A bug that a fixture's teardown runs into is an error of that test."""
        late = """
@pytest.fixture
def late(dhis2_mock, broken):
    yield
    dhis2_mock.as_user("mobile").get("/api/me")

def test_late(late):
    pass
"""
        pytester.makepyfile(test_bugs=BUG + late)

        result = pytester.runpytest("-k", "test_late")

        result.assert_outcomes(passed=1, errors=1)


class TestStrict:
    """Tests that may not leave loose ends."""

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            ("strict=True", "nothing takes GET /api/nonsense (r1)"),
            ("strict=False", ""),
            ("", ""),
        ],
    )
    def test_unhandled_request_fails(
        self, pytester: pytest.Pytester, arguments: str, told: str
    ) -> None:
        """A strict test fails for a request that nothing takes; others do not."""
        pytester.makepyfile(f"""
        import pytest

        @pytest.mark.dhis2_mock({arguments})
        def test_one(dhis2_mock):
            dhis2_mock.as_user("mobile").get("/api/nonsense")
        """)

        result = pytester.runpytest()

        result.assert_outcomes(passed=not told, failed=bool(told))
        if told:
            result.stdout.fnmatch_lines([f"{told}*"])

    def test_nearest_route_is_told(self, pytester: pytest.Pytester) -> None:
        """A strict test's failure names the route that was probably meant."""
        pytester.makeini("[pytest]\ndhis2_mock_strict = true")
        pytester.makepyfile("""
        def test_one(dhis2_mock):
            dhis2_mock.as_user("mobile").get("/api/messageConversation")
        """)

        result = pytester.runpytest()

        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines(["nothing takes *; there is GET /api/messageConv*"])

    @pytest.mark.parametrize(
        ("query", "told"),
        [
            ("feilds=id", "nobody reads the parameter feilds *; did you mean fields?"),
            ("zz=1", "nobody reads the parameter zz of GET /api/me (r1)"),
            ("fields=id", ""),
        ],
    )
    def test_unknown_parameter_fails(
        self, pytester: pytest.Pytester, query: str, told: str
    ) -> None:
        """A strict test fails for a parameter that nobody reads (4.2)."""
        pytester.makeini("[pytest]\ndhis2_mock_strict = true")
        pytester.makepyfile(f"""
        def test_one(dhis2_mock):
            dhis2_mock.as_user("mobile").get("/api/me?{query}")
        """)

        result = pytester.runpytest()

        result.assert_outcomes(passed=not told, failed=bool(told))
        if told:
            result.stdout.fnmatch_lines([told])

    def test_idle_fault_is_told(self, pytester: pytest.Pytester) -> None:
        """A strict test's failure says what an idle fault was meant to do."""
        pytester.makeini("[pytest]\ndhis2_mock_strict = true")
        pytester.makepyfile("""
        from mock_server import faults

        def test_one(dhis2_mock):
            dhis2_mock.fault("me.get", faults.status(503))
            dhis2_mock.fault(None, faults.reset(), skip=1)
        """)

        result = pytester.runpytest()

        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines(
            [
                "the fault f1 never fired: respond for operation me.get",
                "the fault f2 never fired: reset for every request",
            ]
        )

    def test_failed_test_fails_once(self, pytester: pytest.Pytester) -> None:
        """A strict test that fails for its own reasons is not failed again."""
        pytester.makeini("[pytest]\ndhis2_mock_strict = true")
        pytester.makepyfile("""
        import pytest

        def test_failing(dhis2_mock):
            dhis2_mock.as_user("mobile").get("/api/nonsense")
            assert False

        def test_skipped(dhis2_mock):
            dhis2_mock.as_user("mobile").get("/api/nonsense")
            pytest.skip("not here")
        """)

        result = pytester.runpytest()

        result.assert_outcomes(failed=1, skipped=1)
        result.stdout.no_fnmatch_line("nothing takes*")

    def test_module_world_fails_when_given_back(
        self, pytester: pytest.Pytester
    ) -> None:
        """Loose ends of a module's world are told when the module is over."""
        pytester.makepyfile("""
        import pytest

        pytestmark = pytest.mark.dhis2_mock(strict=True)

        def test_one(dhis2_mock_module):
            dhis2_mock_module.as_user("mobile").get("/api/nonsense")
        """)

        result = pytester.runpytest()

        result.assert_outcomes(passed=1, errors=1)


class TestReport:
    """What a failed test shows."""

    def test_failure_shows_requests(self, pytester: pytest.Pytester) -> None:
        """The report has the last requests, and the newest as a command."""
        pytester.makepyfile("""
        def test_one(dhis2_mock):
            mobile = dhis2_mock.as_user("mobile")
            for _ in range(25):
                mobile.get("/api/me")
            mobile.get("/api/messageConversations?fields=id")
            assert False
        """)

        result = pytester.runpytest()

        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines(
            [
                "*- dhis2-mock requests -*",
                "r7 GET /api/me (me.get) by mobile: 200",
                "r26 GET /api/messageConversations[?]fields=id * by mobile: 200",
                "curl *fields=id*",
            ],
            consecutive=False,
        )
        result.stdout.no_fnmatch_line("r6 GET *")
        result.stdout.no_fnmatch_line("*district*")

    def test_refusal_is_shown(self, pytester: pytest.Pytester) -> None:
        """Below a refused request stands what its client was told."""
        pytester.makepyfile("""
        from mock_server import faults

        def test_one(dhis2_mock):
            mobile = dhis2_mock.as_user("mobile")
            mobile.get("/api/messageConversations/NotThere001")
            dhis2_mock.fault("me.get", faults.status(503, body="Busy"))
            mobile.get("/api/me")
            assert False
        """)

        result = pytester.runpytest()

        result.stdout.fnmatch_lines(
            [
                "r1 GET /api/messageConversations/NotThere001 * by mobile: 404",
                "  *NotThere001*",
                "r2 GET /api/me (me.get) by mobile: 503 by fault f1",
                "  Busy",
            ],
            consecutive=True,
        )

    def test_success_shows_nothing(self, pytester: pytest.Pytester) -> None:
        """Tests that pass, and failures without our fixtures, show no requests."""
        pytester.makepyfile("""
        def test_one(dhis2_mock):
            dhis2_mock.as_user("mobile").get("/api/me")

        def test_two():
            assert False
        """)

        result = pytester.runpytest()

        result.assert_outcomes(passed=1, failed=1)
        result.stdout.no_fnmatch_line("*dhis2-mock requests*")

    def test_kept_world_stays(
        self, pytester: pytest.Pytester, started: MockServer
    ) -> None:
        """With --dhis2-mock-keep the world of a failed test can be looked at."""
        pytester.makepyfile("""
        def test_failing(dhis2_mock):
            dhis2_mock.as_user("mobile").get("/api/me")
            assert False

        def test_passing(dhis2_mock):
            pass
        """)

        result = pytester.runpytest(
            f"--dhis2-mock-url={started.url}", "--dhis2-mock-keep"
        )

        result.assert_outcomes(failed=1, passed=1)
        line = next(
            each for each in result.outlines if each.startswith("the world is kept: ")
        )
        kept = connect(line.removeprefix("the world is kept: ").removesuffix("/__mock"))
        assert [each.path for each in kept.requests] == ["/api/me"]
        started.default.requests.clear()


def test_unused_plugin_imports_nothing(pytester: pytest.Pytester) -> None:
    """A run without our fixtures imports neither Flask nor any part of the mock."""
    pytester.makepyfile("""
    import sys

    def test_one():
        ours = {name for name in sys.modules if name.startswith("mock_server")}
        assert ours <= {
            "mock_server",
            "mock_server.version",
            "mock_server.testing",
            "mock_server.testing.fixtures",
            "mock_server.testing.pytest_plugin",
        }
        assert not {"flask", "werkzeug", "marshmallow", "waitress"} & set(sys.modules)
    """)

    plugin = "mock_server.testing.pytest_plugin"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", plugin],
        cwd=pytester.path,
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout
