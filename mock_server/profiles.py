"""
The profiles: which DHIS2 the mock behaves like, as tables of named switches.

`documented` follows the user's document where it speaks and 2.42 elsewhere. Each
switch carries the line that explains it and the contract section it comes from.
"""

from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Profile:
    """One way for the server to behave; the defaults are those of 2.42."""

    name: str
    version: str = field(
        default="2.42.0", metadata={"doc": "`system/info.version` (resources.md 11.1)"}
    )
    xml: bool = field(
        default=False,
        metadata={"doc": "XML in and out, bare recipients included (D1-D4, D11)"},
    )
    reply_status: int = field(
        default=201, metadata={"doc": "status of a stored reply (D6)"}
    )
    removed_holds_user: bool = field(
        default=False,
        metadata={"doc": "`removed` of DELETE /{mc}/{user} lists the user (D8)"},
    )
    attachment_strings: bool = field(
        default=False,
        metadata={"doc": "attachment ids may be plain strings (D17)"},
    )
    type_mismatch_status: int = field(
        default=500,
        metadata={"doc": "answer to wrong JSON types on create (4.4, D17)"},
    )
    decoded_form_reply: bool = field(
        default=False,
        metadata={"doc": "a form-encoded reply is stored as typed (4.5)"},
    )
    newest_first: bool = field(
        default=False,
        metadata={"doc": "lists default to `lastMessage:desc`, not `id:asc` (4.1)"},
    )
    missing_conversation_status: int = field(
        default=404,
        metadata={"doc": "status of GET on an unknown uid (4.2), DEVIATION D7"},
    )
    login_redirect: str | None = field(
        default="/dhis-web-login/",
        metadata={"doc": "where a GET without credentials is sent (query.md 15)"},
    )
    max_api_version: int = field(
        default=42, metadata={"doc": "highest N of `/api/N` (query.md 1)"}
    )
    versioned_links: bool = field(
        default=True, metadata={"doc": "links repeat `/api/N` (query.md 1)"}
    )
    uid_typed_paths: bool = field(
        default=False,
        metadata={"doc": "a malformed uid in a path is a 400 (messaging.md 8)"},
    )
    error_codes_on_access: bool = field(
        default=True, metadata={"doc": "access refusals carry E1006 (messaging.md 8)"}
    )
    is_in_wording: bool = field(
        default=True,
        metadata={"doc": "405 and 415 read `is not supported` (messaging.md 8)"},
    )
    authority_named: bool = field(
        default=True,
        metadata={"doc": "a missing authority is named (messaging.md 4.17)"},
    )
    filter_commas_split: bool = field(
        default=True, metadata={"doc": "commas separate filters (query.md 4.1)"}
    )
    not_empty_operator: bool = field(
        default=True, metadata={"doc": "`!empty` exists (query.md 4.4)"}
    )
    conversation_filter_status: int = field(
        default=400,
        metadata={"doc": "filter errors on conversations; 409 has no code (6)"},
    )
    unknown_order_refused: bool = field(
        default=False,
        metadata={"doc": "an unknown order property is a 400 (query.md 5)"},
    )
    unknown_direction_ascends: bool = field(
        default=False,
        metadata={"doc": "an unknown direction is asc, not dropped (query.md 5)"},
    )
    bad_paging_refused: bool = field(
        default=True,
        metadata={"doc": "a bad page or pageSize is a 400 (query.md 7)"},
    )
    junction_any_case: bool = field(
        default=True,
        metadata={"doc": "rootJunction in any case, bad ones refused (4.6)"},
    )
    last_item_beyond_end: bool = field(
        default=False,
        metadata={"doc": "a page beyond the end holds the last item (query.md 7)"},
    )
    session_timeout_shown: bool = field(
        default=False,
        metadata={"doc": "system/info has sessionTimeout (resources.md 11.1)"},
    )
    favorites: bool = field(
        default=True, metadata={"doc": "`favorite` and `favorites` exist (query.md 2)"}
    )


_2_42 = Profile("2.42")

PROFILES = {
    profile.name: profile
    for profile in (
        Profile(
            "documented",
            xml=True,
            reply_status=200,
            removed_holds_user=True,
            attachment_strings=True,
            type_mismatch_status=409,
            decoded_form_reply=True,
            newest_first=True,
            login_redirect=None,
        ),
        Profile(
            "2.41",
            version="2.41.8.1",
            login_redirect="/dhis-web-login",
            error_codes_on_access=False,
            is_in_wording=False,
            authority_named=False,
            filter_commas_split=False,
            not_empty_operator=False,
            conversation_filter_status=409,
            bad_paging_refused=False,
            junction_any_case=False,
            last_item_beyond_end=True,
        ),
        _2_42,
        replace(
            _2_42,
            name="2.43",
            version="2.43.0",
            type_mismatch_status=409,
            login_redirect="/login/",
            max_api_version=43,
            versioned_links=False,
            uid_typed_paths=True,
            unknown_order_refused=True,
            unknown_direction_ascends=True,
            session_timeout_shown=True,
        ),
    )
}
