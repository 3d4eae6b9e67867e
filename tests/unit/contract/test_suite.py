"""The checks of the contract: what each is answered, and where profiles differ."""

from __future__ import annotations

import pytest

from mock_server.contract.accepted import ACCEPTED
from mock_server.contract.known import is_meant, reason_for
from mock_server.contract.likeness import Circumstances, mock_side
from mock_server.contract.model import LONE_FEEDBACK, SECOND
from mock_server.contract.running import Result, Terms, run
from mock_server.contract.side import MARK, Side
from mock_server.contract.suite import AREAS, CHECKS
from mock_server.profiles import PROFILES
from mock_server.seed.told import Row

OFFERS = frozenset({SECOND, LONE_FEEDBACK})
ME = {"id": "MePerson001", "username": "ada", "firstName": "Ada", "surname": "Berg"}
OTHER = {"id": "Somebody002", "username": "bo", "firstName": "Bo", "surname": "Ek"}
ANSWERED = """
create 201 200
create-for-another 201 200 200
create-for-nobody 409
create-for-unknown-user 409
create-for-unknown-group 404
create-for-unknown-unit 409
create-from-broken-json 409
create-without-subject 409
create-without-text 201 200
create-from-form 415
create-with-unknown-keys 201
read-whole 201 200
read-property 201 200 200 200
read-unchanged 201 200 304
read-and-mark 201 200 200
read-of-others 201 403 403
read-unknown 404
read-malformed 405
read-property-of-unknown 404
reply 201 201 200
reply-in-json 201 201 200
reply-in-form 201 201 200
reply-in-unicode 201 201 200
reply-makes-unread 201 200 201 200
reply-internally 201 201 200
reply-with-nothing 201 400
reply-with-bad-flag 201 400
reply-to-unknown 404
reply-to-others 201 403
mark-read 201 200 200 200
mark-unread 201 200 200
mark-one 201 200 200 200
mark-for-another 201 200 200
mark-some-unknown 201 200
mark-unknown 404 404
mark-for-unknown-user 201 404
mark-of-others 201 403
mark-from-broken-json 400 415
follow-up 201 200 200 200 200 200
follow-up-unknown 404
add-recipient 201 204 200
add-nobody 201 204
add-unknown-user 201 409
add-to-unknown 404
add-from-broken-json 201 400 415
leave 201 200 403 403 200
leave-many 201 201 200 200 200
leave-unknown 404 404 400
remove-unknown-user 201 404
set-priority 201 200 200 200
set-status 201 200 200 200
set-to-unknown-word 201 400 400
set-to-nothing 201 400 400
set-on-unknown 404 404
set-on-others 201 403 403
assign 201 200 200 200 200 200
assign-nobody 201 404 404
feedback 201 200 200
feedback-without-subject 400
upload 202 200 200
upload-to-unknown-domain 400
upload-nothing 409
upload-program 409
upload-as-documented 200
file-unknown 404
file-malformed 404
send-file 202 201 200 409
send-file-by-text 202 500
send-file-of-other-domain 202 409
send-unknown-file 409
reply-with-files 202 202 201 201 200
reply-with-unknown-file 201 409
fetch-attachment 202 201 200 200 404 404 404
fetch-of-others 202 201 200 403
list 201 200
fields-by-name 201 200
fields-of-users 201 200
fields-by-preset 201 200 200 200 200
fields-transformed 201 200 200
fields-unknown 201 200 200
fields-unbalanced 201 200
fields-empty 201 200
fields-in-list 201 200
filter-by-flag 201 201 201 200 200 200
filter-by-text 201 201 201 200 200 200 200
filter-by-word 201 201 201 200 200 200 200
filter-by-reference 201 201 201 200 200 200 200
filter-by-ids 201 201 201 200
filter-unknown-property 400
filter-unknown-operator 400
filter-unknown-word 400
filter-cut-short 400
filter-by-bad-list 400
filter-by-bad-date 400
junction-unknown 400
order 201 201 201 200 200 200 200
order-unknown-property 201 200
order-unknown-direction 201 201 201 200
pages 201 201 201 200 200 200
page-beyond-end 201 201 201 200
page-below-one 201 200
page-is-no-number 201 400
without-paging 201 200
search 201 201 201 200 200 200
search-unknown-operator 409
me 200 200
my-dashboard 200
my-authorization 200 200
my-settings 200 200
look-up-me 200
look-up-by-name 200
look-up-nobody 200
look-up-by-query 200
look-up-without-query 400
users 403 403 403
user-unknown 403
groups 200 404
units 200 404 400
configuration 200
system-info 200
system-ids 200 400
ping 200 200
user-settings 200 404
system-settings 200 200 404
xml-create 415
xml-list 406
accept-html 406
accept-browser 200
accept-anything 200
suffix-beats-accept 200
versioned-path 201 200
unknown-version 404
trailing-slash 200
unknown-path 404
unknown-method 405
nobody-asks 401
browser-asks 302
nobody-writes 401 401
stranger-asks 401
token-malformed 400
token-unknown 401
log-in-as-stranger 401
"""
"""What 2.42 answers to each step, where neither user has any authority."""


def side(profile: str, *authorities: str) -> Side:
    """Return a mock in which the first user has these authorities."""
    me: Row = {**ME, "authorities": [*authorities]}
    users: dict[str, Row] = {"me": me, SECOND: OTHER}
    circumstances = Circumstances(feedback=[ME["id"]], has_messages=True)
    return mock_side(profile, users, circumstances, f"{MARK}-00000000")


def compared(real: str, mock: str) -> list[Result]:
    """Return what comes of all checks when one profile stands for the real server."""
    return [*run(CHECKS, Terms(mock, offers=OFFERS), side(real), side(mock))]


def new(found: list[Result], mock: str) -> set[str]:
    """Return the checks that found something that is not accepted."""
    return {
        result.check.name
        for result in found
        for each in result.differences
        if reason_for(each, ACCEPTED, mock) is None
    }


def test_each_step_is_answered_as_meant() -> None:
    """A check that asked for something else would be the same on both sides as well."""
    server = side("2.42")
    found = []
    for check in CHECKS:
        server.begin(check.name)
        statuses = [str(server.take(step).status) for step in check.steps]
        found.append(" ".join([check.name, *statuses]))

    assert found == ANSWERED.strip().splitlines()


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("authorities", [[], ["ALL"]], ids=["plain", "superuser"])
def test_profile_is_as_itself(profile: str, authorities: list[str]) -> None:
    """Two servers of one profile differ in ids and times, and so in nothing."""
    sides = side(profile, *authorities), side(profile, *authorities)

    found = [*run(CHECKS, Terms(profile, offers=OFFERS), *sides)]

    assert [each for result in found for each in result.differences] == []
    untested = {result.check.name for result in found if result.untested}
    assert untested == (set() if profile == "2.43" else {"order-unknown-direction"})


def test_document_differs_as_is_known() -> None:
    """All that the document says otherwise than 2.42 is accepted (messaging.md 7)."""
    found = compared("2.42", "documented")

    assert new(found, "documented") == set()
    differing = {result.check.name for result in found if result.differences}
    assert {"reply", "leave", "send-file-by-text", "xml-create"} <= differing
    assert {"xml-list", "browser-asks", "reply-in-form"} <= differing


@pytest.mark.parametrize(
    ("real", "mock", "differing"),
    [
        (
            *("2.43", "documented"),
            {"file-malformed", "order-unknown-property", "versioned-path"},
        ),
        (
            *("2.41", "2.42"),
            {
                *("create-from-form", "read-of-others", "filter-unknown-property"),
                *("junction-unknown", "page-beyond-end", "system-settings"),
            },
        ),
    ],
)
def test_other_version_is_new(real: str, mock: str, differing: set[str]) -> None:
    """What is of another version is not accepted (query.md 18)."""
    assert new(compared(real, mock), mock) >= differing


def test_checks_are_told_apart() -> None:
    """Each name is one check's; areas and sections are those of the contract."""
    names = [check.name for check in CHECKS]

    assert len(set(names)) == len(names)
    assert set(AREAS) == {check.area for check in CHECKS}
    for check in CHECKS:
        document, _, section = check.section.partition(" ")
        assert document in {"messaging.md", "query.md", "resources.md"}
        assert section[0].isdigit()


def test_reading_checks_only_read() -> None:
    """What --read-only runs is GET alone, and never marks anything."""
    reading = [check for check in CHECKS if check.reads]

    assert len(reading) > 30
    for check in reading:
        for step in check.steps:
            assert step.method == "GET"
            assert "markRead" not in step.call


def test_conversations_are_marked() -> None:
    """Whatever makes a conversation says so in its subject, which others see."""
    making = {"POST /messageConversations", "POST /41/messageConversations"}
    for check in CHECKS:
        for step in check.steps:
            if step.call in making and check.name != "create-from-broken-json":
                assert "mark" in step.references, check.name


def test_accepted_differences_are_of_checks() -> None:
    """A check that is renamed takes its accepted differences along."""
    for known in ACCEPTED:
        checks = [each for each in CHECKS if is_meant(known.check, each.name)]
        calls = [step.call for check in checks for step in check.steps]
        assert any(is_meant(known.step, call) for call in calls), known
