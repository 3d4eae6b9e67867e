"""Profiles, and single switches on top of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mock_server.profiles import PROFILES, SWITCHES, effective_switches
from mock_server.switches import SwitchError, shown


class TestWithSwitches:
    """A profile with something changed."""

    @pytest.mark.parametrize(
        ("name", "given", "value"),
        [
            ("xml", "true", True),
            ("xml", "Off", False),
            ("xml", True, True),
            ("reply_status", "200", 200),
            ("type_mismatch_status", 409, 409),
            ("max_api_version", "44", 44),
            ("version", "2.42-SNAPSHOT", "2.42-SNAPSHOT"),
            ("login_redirect", "/login/", "/login/"),
            ("login_redirect", "none", None),
            ("login_redirect", "", None),
            ("login_redirect", None, None),
        ],
    )
    def test_value_is_read_by_type(
        self, name: str, given: object, value: object
    ) -> None:
        """Texts and values of JSON are read as the switch's own type."""
        profile = PROFILES["2.42"].with_switches({name: given})

        assert getattr(profile, name) == value
        assert type(getattr(profile, name)) is type(value)
        assert profile.overridden == {name}

    @pytest.mark.parametrize(
        ("name", "given", "message"),
        [
            ("xlm", "true", "xlm: there is no such switch; did you mean xml."),
            ("xml", "1", "xml: '1' is neither true nor false."),
            ("xml", None, "xml: None is neither true nor false."),
            ("xml", 1, "xml: 1 is neither true nor false."),
            ("reply_status", "204", "reply_status: '204' is not one of 200, 201."),
            ("reply_status", True, "reply_status: True is not one of 200, 201."),
            ("reply_status", 200.0, "reply_status: 200.0 is not one of 200, 201."),
            (
                "max_api_version",
                "100",
                "max_api_version: '100' is not a whole number from 28 to 99.",
            ),
            (
                "max_upload_bytes",
                "010",
                "max_upload_bytes: '010' is not a whole number from 1 to 2147483647.",
            ),
            (
                "max_upload_bytes",
                "9999999999",
                (
                    "max_upload_bytes: '9999999999' is not a whole number from 1 to"
                    " 2147483647."
                ),
            ),
            ("version", "", "version: '' is not of the form [!-~]+"),
            ("version", None, "version: None is not of the form [!-~]+"),
            ("version", "2\n43", r"version: '2\n43' is not of the form [!-~]+"),
            (
                "login_redirect",
                "http://elsewhere",
                "login_redirect: 'http://elsewhere' is not of the form /[!-~]*",
            ),
            ("login_redirect", 7, "login_redirect: 7 is not of the form /[!-~]*"),
        ],
    )
    def test_bad_switch_is_refused(
        self, name: str, given: object, message: str
    ) -> None:
        """A refusal names the switch, the value and what is allowed."""
        with pytest.raises(SwitchError) as refusal:
            PROFILES["2.42"].with_switches({"favorites": False, name: given})

        assert str(refusal.value) == message
        assert refusal.value.name == name

    @pytest.mark.parametrize("name", ["name", "overridden"])
    def test_unknown_switch_is_answered_with_all(self, name: str) -> None:
        """Where no name is near the refusal tells all that there are."""
        with pytest.raises(SwitchError) as refusal:
            PROFILES["2.42"].with_switches({name: "x"})

        names = ", ".join(each.name for each in SWITCHES)
        assert str(refusal.value) == (
            f"{name}: there is no such switch; there are {names}."
        )

    def test_nothing_given_changes_nothing(self) -> None:
        """Without switches it is the same profile."""
        assert PROFILES["2.43"].with_switches({}) is PROFILES["2.43"]

    def test_second_time_adds_to_first(self) -> None:
        """Switches set later come on top of those set before."""
        first = PROFILES["2.42"].with_switches({"xml": "true"})

        second = first.with_switches({"favorites": "false"})

        assert second == replace(
            PROFILES["2.42"],
            xml=True,
            favorites=False,
            overridden=frozenset({"xml", "favorites"}),
        )

    @pytest.mark.parametrize(
        ("given", "newest"),
        [
            ({"version": "2.44-SNAPSHOT"}, 44),
            ({"version": "2.30.4"}, 42),
            ({"version": "mock"}, 42),
            ({"version": "2.44.0", "max_api_version": "43"}, 43),
        ],
    )
    def test_newer_version_opens_its_prefix(
        self, given: dict[str, object], newest: int
    ) -> None:
        """A newer version is accepted as `/api/N` as well (resources.md 21 case 6)."""
        assert PROFILES["2.42"].with_switches(given).max_api_version == newest


class TestEffectiveSwitches:
    """What a profile comes to, told to people."""

    def test_every_switch_is_listed(self) -> None:
        """The table has each switch once, in the order of the declaration."""
        table = effective_switches(PROFILES["2.41"])

        assert list(table) == [each.name for each in SWITCHES]

    def test_source_tells_overrides(self) -> None:
        """A switch set alone says so, even if it was set to what it was."""
        profile = PROFILES["2.42"].with_switches({"reply_status": "201"})

        table = effective_switches(profile)

        assert table["reply_status"] == {
            "value": 201,
            "source": "override",
            "doc": "status of a stored reply (messaging.md 7 D6)",
        }
        assert table["login_redirect"]["value"] == "/dhis-web-login/"
        assert table["login_redirect"]["source"] == "profile"

    @pytest.mark.parametrize("name", PROFILES)
    def test_shown_values_are_read_back(self, name: str) -> None:
        """What the table shows can be given on a command line again."""
        profile = PROFILES[name]
        texts = {each.name: shown(getattr(profile, each.name)) for each in SWITCHES}

        again = PROFILES["2.42"].with_switches(texts)

        assert replace(again, name=name, overridden=frozenset()) == profile
