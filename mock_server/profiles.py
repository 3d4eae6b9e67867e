"""
The profiles: which DHIS2 the mock behaves like, as tables of named switches.

`documented` follows the user's document where it speaks and 2.42 elsewhere. Each
switch carries the line that explains it and the contract section it comes from;
each can be set alone.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Literal, TypedDict

from mock_server.switches import (
    SwitchError,
    Value,
    is_switch,
    read_value,
    switch,
    unknown_switch,
)


@dataclass(frozen=True)
class Profile:
    """One way for the server to behave; the defaults are those of 2.42."""

    name: str
    overridden: frozenset[str] = frozenset()
    """The switches that were set alone."""

    # what it says it is
    version: str = switch(
        "`system/info.version`, which clients branch on (resources.md 11.1)",
        default="2.42.0",
        shape="[!-~]+",
    )
    max_api_version: int = switch(
        "highest N of `/api/N` (query.md 1, 18)", default=42, allowed=range(28, 100)
    )
    versioned_links: bool = switch(
        "links and Location repeat `/api/N` (query.md 1, 18)", default=True
    )

    # bodies and formats
    xml: bool = switch(
        "answers and recipients may be XML (messaging.md 7 D3, D4, D11)", default=False
    )
    xml_create: bool = switch(
        "a conversation may be created from XML (messaging.md 7 D1, 8)", default=False
    )
    bare_recipients: bool = switch(
        "recipients in XML may lack their wrappers (messaging.md 7 D1)", default=False
    )
    attachment_strings: bool = switch(
        "attachment ids may be plain strings (messaging.md 7 D17)", default=False
    )
    allow_attachment_reuse: bool = switch(
        "an attachment may go with several messages (resources.md 20)", default=False
    )
    type_mismatch_status: int = switch(
        "answer to wrong JSON types on create (messaging.md 4.4, 8)",
        default=500,
        allowed=(500, 409),
    )
    decoded_form_reply: bool = switch(
        "a form-encoded text is taken as typed (messaging.md 4.5)", default=False
    )
    favorites: bool = switch(
        "`favorite` and `favorites` exist (query.md 18)", default=True
    )

    # messages
    reply_status: int = switch(
        "status of a stored reply (messaging.md 7 D6)",
        default=201,
        allowed=(200, 201),
    )
    removed_holds_user: bool = switch(
        "`removed` of DELETE /{mc}/{user} lists the user (messaging.md 7 D8)",
        default=False,
    )
    attachments_route: bool = switch(
        "POST /messageConversations/attachments exists (messaging.md 7 D16)",
        default=True,
    )
    missing_conversation_status: int = switch(
        "status of GET on an unknown uid (messaging.md 4.2), DEVIATION D7",
        default=404,
        allowed=(404, 200),
    )
    mark_read_any_case: bool = switch(
        "`markRead=TRUE` marks as `true` does (messaging.md 4.2)", default=False
    )
    newest_first: bool = switch(
        "conversations default to `lastMessage:desc`, not `id:asc` (messaging.md 4.1)",
        default=False,
    )

    # refusals
    error_codes_on_access: bool = switch(
        "E1006 on refused GET, internal reply and follow-up (messaging.md 8)",
        default=True,
    )
    authority_named: bool = switch(
        "the text names the missing authority (messaging.md 4.17, 8)", default=True
    )
    spring_6_wording: bool = switch(
        "405, 415 and missing parameters are worded as from 2.42 on (messaging.md 8)",
        default=True,
    )
    uid_typed_paths: bool = switch(
        "a malformed uid in a path is a 400 (messaging.md 8)", default=False
    )
    max_upload_bytes: int = switch(
        "how large an uploaded file may be (resources-objects.md 7.1)",
        default=10_000_000,
        allowed=range(1, 2**31),
    )
    short_file_refusal: bool = switch(
        "`File resource not found or not accessible` (resources-objects.md 7.3)",
        default=False,
    )

    # queries
    filter_commas_split: bool = switch(
        "commas separate filters (query.md 4.1)", default=True
    )
    not_empty_operator: bool = switch("`!empty` exists (query.md 4.4)", default=True)
    conversation_filter_status: int = switch(
        "status of filter errors on conversations (query.md 6, 18)",
        default=400,
        allowed=(400, 409),
    )
    conversation_filter_code: bool = switch(
        "filter errors on conversations carry E1003 (query.md 18)", default=True
    )
    empty_inbox_unfiltered: bool = switch(
        "filters are not read where no conversation is left to filter (query.md 3)",
        default=True,
    )
    references_joined: bool = switch(
        "no value, no match on paths through references (query.md 4.5)", default=False
    )
    empty_fields_show_nothing: bool = switch(
        "an empty `fields` selects nothing (query.md 8.1)", default=False
    )
    unknown_order_refused: bool = switch(
        "an unknown order property is a 400 (query.md 5)", default=False
    )
    unknown_direction_ascends: bool = switch(
        "an unknown direction is asc, not dropped (query.md 5)", default=False
    )
    bad_paging_refused: bool = switch(
        "a bad page or pageSize is a 400 (query.md 7)", default=True
    )
    junction_any_case: bool = switch(
        "rootJunction in any case, bad ones refused (query.md 4.6)", default=True
    )
    last_item_beyond_end: bool = switch(
        "a page beyond the end holds the last conversation (query.md 7)", default=False
    )

    # signing in
    login_redirect: str | None = switch(
        "where a GET without credentials is sent, or `none` for 401 (query.md 15)",
        default="/dhis-web-login/",
        shape="/[!-~]*",
    )
    login_target: str = switch(
        "`redirectUrl` of a login, below the context path (resources-system.md 1.9)",
        default="/",
        shape="/[!-~]*",
    )
    form_login: bool = switch(
        "the login form of login.action exists (resources-system.md 1.9)",
        default=False,
    )
    login_config_sparse: bool = switch(
        "loginConfig leaves out password lengths and unset texts"
        " (resources-system.md 1.8)",
        default=False,
    )
    system_ping_open: bool = switch(
        "system/ping and `/api/N/ping` need no login (resources.md 18)", default=False
    )

    # neighbours
    ping_is_json: bool = switch(
        "system/ping calls its text JSON (resources-system.md 1.5)", default=True
    )
    two_factor_shown: bool = switch(
        "users have emailVerified, /me has twoFactorType (resources.md 18)",
        default=True,
    )
    user_credentials: bool = switch(
        "users and /me have userCredentials (resources.md 18)", default=False
    )
    same_role_users_hidden: bool = switch(
        "a search for users leaves out those of one's own roles"
        " (resources-objects.md 3.2)",
        default=False,
    )
    missing_lookup_empty: bool = switch(
        "userLookup of nobody is 200 and empty, not 404 (resources-objects.md 4)",
        default=True,
    )
    group_description: bool = switch(
        "user groups have a description (resources-objects.md 5, 9)", default=False
    )
    push_analysis_domain: bool = switch(
        "files may be of the domain PUSH_ANALYSIS (resources-objects.md 7.1, 9)",
        default=False,
    )
    period_types_listed: bool = switch(
        "configuration has dataOutputPeriodTypes (resources-objects.md 8.1, 9)",
        default=False,
    )
    old_settings: bool = switch(
        "settings answer as before they were rewritten in 2.42 (resources.md 12)",
        default=False,
    )
    rich_menu: bool = switch(
        "the app menu has versions and shortcuts (resources-system.md 1.10)",
        default=True,
    )
    language_tags: bool = switch(
        "locales have a languageTag (resources-system.md 1.13)", default=True
    )
    session_timeout_shown: bool = switch(
        "system/info has sessionTimeout and capability (resources.md 18)",
        default=False,
    )

    def with_switches(self, given: Mapping[str, object]) -> "Profile":
        """
        Return this profile with single switches set, from texts or values of JSON.

        A newer `version` lets `/api/N` go as high, unless that is set as well.

        Raises:
            SwitchError: a switch does not exist, or cannot take its value.
        """
        if not given:
            return self
        known = {each.name: each for each in SWITCHES}
        values: dict[str, Value] = {}
        for name, value in given.items():
            if name not in known:
                raise unknown_switch(name, known)
            values[name] = read_value(known[name], value)
        minor = _minor(str(values.get("version", "")))
        if minor > self.max_api_version:
            values.setdefault("max_api_version", minor)
        overridden = self.overridden.union(values)
        return replace(self, overridden=overridden, **values)  # type: ignore[arg-type]


def _minor(version: str) -> int:
    """Return the number after the first dot, which `/api/N` follows (11.1)."""
    numbers = re.match(r"2\.(\d\d)(?!\d)", version, re.ASCII)
    return int(numbers[1]) if numbers else 0


SWITCHES = tuple(each for each in fields(Profile) if is_switch(each))

_2_42 = Profile("2.42")

DEFAULT = "documented"

PROFILES = {
    profile.name: profile
    for profile in (
        replace(
            _2_42,
            name=DEFAULT,
            xml=True,
            xml_create=True,
            bare_recipients=True,
            attachment_strings=True,
            type_mismatch_status=409,
            decoded_form_reply=True,
            reply_status=200,
            removed_holds_user=True,
            newest_first=True,
            login_redirect=None,
            system_ping_open=True,
            ping_is_json=False,
        ),
        replace(
            _2_42,
            name="2.41",
            version="2.41.8.1",
            xml_create=True,
            mark_read_any_case=True,
            error_codes_on_access=False,
            authority_named=False,
            spring_6_wording=False,
            login_redirect="/dhis-web-login",
            login_target="/dhis-web-dashboard",
            form_login=True,
            login_config_sparse=True,
            two_factor_shown=False,
            user_credentials=True,
            push_analysis_domain=True,
            old_settings=True,
            rich_menu=False,
            language_tags=False,
            filter_commas_split=False,
            not_empty_operator=False,
            empty_inbox_unfiltered=False,
            empty_fields_show_nothing=True,
            conversation_filter_status=409,
            conversation_filter_code=False,
            bad_paging_refused=False,
            junction_any_case=False,
            last_item_beyond_end=True,
        ),
        _2_42,
        replace(
            _2_42,
            name="2.43",
            version="2.43.0",
            max_api_version=43,
            versioned_links=False,
            type_mismatch_status=409,
            uid_typed_paths=True,
            short_file_refusal=True,
            login_redirect="/login/",
            references_joined=True,
            unknown_order_refused=True,
            unknown_direction_ascends=True,
            group_description=True,
            period_types_listed=True,
            session_timeout_shown=True,
        ),
    )
}


def profile_named(name: str) -> Profile:
    """Return the profile `name`, or raise a `SwitchError` that lists those known."""
    if name not in PROFILES:
        reason = f"no profile {name!r}; there are: {', '.join(PROFILES)}."
        raise SwitchError("profile", reason)
    return PROFILES[name]


class EffectiveSwitch(TypedDict):
    """A switch in force."""

    value: Value
    source: Literal["override", "profile"]
    doc: str


def effective_switches(profile: Profile) -> dict[str, EffectiveSwitch]:
    """Return every switch with its value, its line, and where the value is from."""
    return {
        each.name: {
            "value": getattr(profile, each.name),
            "source": "override" if each.name in profile.overridden else "profile",
            "doc": each.metadata["doc"],
        }
        for each in SWITCHES
    }
