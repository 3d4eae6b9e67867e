"""The catalogues of users, roles, groups and units (RA 2, 3, 5, 6)."""

from collections.abc import Callable, Iterable
from typing import Any

from mock_server.domain import access
from mock_server.domain.enums import Authority
from mock_server.domain.model import OrganisationUnit, User, UserGroup, UserRole
from mock_server.schemas.catalogue import Kind, Property, Schema, View, nothing
from mock_server.schemas.common import (
    authors,
    boolean,
    constant,
    date,
    dates,
    identity,
    names,
    noise,
    none_of,
    reference,
    references,
    switched,
    text,
    unset,
    values,
)
from mock_server.schemas.tokens import own_tokens
from mock_server.services.settings import user_settings


def _units(name: str, attribute: str) -> Property:
    return references(
        name,
        lambda view: view.state.directory.organisation_units,
        lambda user, _view: getattr(user, attribute),
        lambda: ORGANISATION_UNIT,
        name.removesuffix("s"),
    )


def _groups(
    name: str, uids: Callable[[Any, View], Iterable[str]], **more: Any
) -> Property:
    return references(
        name,
        lambda view: view.state.directory.user_groups,
        uids,
        lambda: USER_GROUP,
        name.removesuffix("s"),
        **more,
    )


def _users(
    uids: Callable[[Any, View], Iterable[str]], item: str, **more: Any
) -> Property:
    def get(record: Any, view: View) -> list[User]:
        return [view.state.directory.users[uid] for uid in uids(record, view)]

    return Property("users", Kind.STUBS, get, xml_item=item, to=lambda: USER, **more)


def _groups_of(user: User, view: View) -> tuple[str, ...]:
    return view.state.directory.groups_of_user.get(user.uid, ())


def _readable_groups_of(user: User, view: View) -> list[str]:
    """Return the groups of a user that sharing shows to the viewer (RA 2.1)."""
    groups = view.state.directory.user_groups
    return [
        uid
        for uid in _groups_of(user, view)
        if access.can_read_user_group(view.state, view.viewer, groups[uid])
    ]


def _managing_groups(group: UserGroup, view: View) -> list[str]:
    groups = view.state.directory.user_groups.values()
    return [each.uid for each in groups if group.uid in each.managed_groups]


def _owner(group: UserGroup, view: View) -> User | None:
    """Return who made a group: it is his by sharing."""
    return view.state.directory.users.get(group.sharing.owner or "")


def _holders(role: UserRole, view: View) -> list[User]:
    users = view.state.directory.users.values()
    return [each for each in users if role.uid in each.user_roles]


def _ancestors(unit: OrganisationUnit, _view: View) -> list[str]:
    return unit.path.split("/")[1:-1]


def _settings(user: User, view: View) -> dict[str, object]:
    return user_settings(view.state, user)


def _authorities(user: User, view: View) -> list[str]:
    return sorted(view.state.directory.authorities[user.uid])


def _parent(unit: OrganisationUnit, view: View) -> OrganisationUnit | None:
    return view.state.directory.organisation_units.get(unit.parent or "")


def _avatar(user: User, view: View) -> Any:
    return view.state.file_resources.get(user.avatar or "")


def _elsewhere(name: str, plural: str, klass: str, **more: Any) -> Property:
    """Declare references to objects that the mock has none of."""
    schema = Schema(
        plural.removesuffix("s"),
        plural,
        f"org.hisp.dhis.{klass}",
        (
            *identity(plural),
            *unset("code", xml_attribute=True),
            *unset("name", "displayName"),
            *unset("created", "lastUpdated", kind=Kind.DATE),
        ),
    )
    return Property(
        name,
        Kind.REFERENCES,
        lambda _record, _view: [],
        xml_item=name.removesuffix("s"),
        to=lambda: schema,
        **more,
    )


_PICTURE = Schema(
    "fileResource",
    "fileResources",
    "org.hisp.dhis.fileresource.FileResource",
    (*identity("fileResources"), *names("name"), *dates()),
)
"""As much of a file as a user's picture shows."""

_PERSON = (
    text("username", "username"),
    text("firstName", "first_name"),
    text("surname", "surname"),
    text("email", "email"),
    text("phoneNumber", "phone_number"),
)
_PLACES = (
    _units("organisationUnits", "organisation_units"),
    _units("dataViewOrganisationUnits", "data_view_organisation_units"),
    _units("teiSearchOrganisationUnits", "tei_search_organisation_units"),
    reference("avatar", _avatar, lambda: _PICTURE),
    references(
        "userRoles",
        lambda view: view.state.directory.user_roles,
        lambda user, _view: user.user_roles,
        lambda: USER_ROLE,
        "userRole",
    ),
)

_STORED = {"sharing", "translations", "attributeValues"}

USER_ROLE: Schema = Schema(
    "userRole",
    "userRoles",
    "org.hisp.dhis.user.UserRole",
    (
        *identity("userRoles"),
        *unset("code", xml_attribute=True),
        *names("name"),
        *unset("description"),
        *dates(),
        values(
            "authorities", lambda role, _view: sorted(role.authorities), "authority"
        ),
        none_of("restrictions", "restriction"),
        Property(
            "users",
            Kind.REFERENCES,
            _holders,
            persisted=False,
            xml_item="userObject",
            to=lambda: USER,
        ),
        *authors(nothing, lambda: USER),
        *noise(stored={"sharing", "translations"}),
    ),
    is_metadata=True,
)

_CREDENTIALS = Schema(
    "userCredentials",
    "userCredentials",
    "org.hisp.dhis.user.UserCredentialsDto",
    (
        text("id", "uid"),
        text("username", "username"),
        boolean("disabled", "disabled"),
        *_PLACES[-1:],
    ),
)
"""What an account was before it became one with its user."""

_ACCOUNT = (
    Property(
        "emailVerified",
        Kind.BOOLEAN,
        lambda _user, _view: False,
        persisted=False,
        exists=switched("two_factor_shown"),
    ),
    *unset("verifiedEmail", exists=switched("two_factor_shown")),
    Property(
        "userCredentials",
        Kind.EMBEDDED,
        lambda user, _view: user,
        persisted=False,
        to=lambda: _CREDENTIALS,
        exists=switched("user_credentials"),
        # Clients go on filtering by `userCredentials.username` (resources.md 5).
        always_tested=True,
    ),
)

USER: Schema = Schema(
    "user",
    "users",
    "org.hisp.dhis.user.User",
    (
        *identity("users"),
        text("code", "code", xml_attribute=True),
        *names("name"),
        *dates(),
        *_PERSON,
        boolean("disabled", "disabled"),
        *_ACCOUNT,
        *(
            Property(name, Kind.BOOLEAN, lambda _user, _view: False)
            for name in ("externalAuth", "selfRegistered", "invitation")
        ),
        date("lastLogin", "last_login"),
        *unset(
            *("passwordLastUpdated", "accountExpiry", "birthday"),
            "lastCheckedInterpretations",
            kind=Kind.DATE,
        ),
        *unset("dataViewMaxOrganisationUnitLevel", kind=Kind.INTEGER),
        *unset(
            *("jobTitle", "introduction", "gender", "nationality", "employer"),
            *("education", "interests", "languages", "welcomeMessage"),
            *("whatsApp", "facebookMessenger", "skype", "telegram", "twitter"),
            *("openId", "ldapId"),
        ),
        *_PLACES,
        _groups("userGroups", _groups_of, owner=False),
        _elsewhere("catDimensionConstraints", "categories", "category.Category"),
        _elsewhere(
            "cogsDimensionConstraints",
            "categoryOptionGroupSets",
            "category.CategoryOptionGroupSet",
        ),
        *authors(nothing, lambda: USER),
        *noise(stored={"attributeValues"}),
    ),
    is_metadata=True,
    read_authority=Authority.USER_VIEW,
)

ME = Schema(
    "user",
    "me",
    "org.hisp.dhis.webapi.controller.user.MeDto",
    (
        text("id", "uid", xml_attribute=True),
        *names("name"),
        *dates(),
        *_PERSON,
        *_PLACES,
        _groups("userGroups", _readable_groups_of),
        values("authorities", _authorities, "authority", persisted=False),
        none_of("programs", "program", persisted=False),
        none_of("dataSets", "dataSet", persisted=False),
        Property("settings", Kind.OTHER, _settings, persisted=False),
        own_tokens(),
        *_ACCOUNT,
        constant("twoFactorType", "NOT_ENABLED", exists=switched("two_factor_shown")),
        *(each for each in noise() if each.name not in {"sharing", "favorite"}),
    ),
)

USER_GROUP: Schema = Schema(
    "userGroup",
    "userGroups",
    "org.hisp.dhis.user.UserGroup",
    (
        *identity("userGroups"),
        text("code", "code", xml_attribute=True),
        *names("name"),
        text("description", "description", exists=switched("group_description")),
        *dates(),
        _users(lambda group, _view: group.users, "user"),
        _groups("managedGroups", lambda group, _view: group.managed_groups),
        _groups("managedByGroups", _managing_groups, owner=False),
        *authors(_owner, lambda: USER),
        *noise(lambda group, _view: group.sharing, stored=_STORED),
    ),
    is_metadata=True,
)

ORGANISATION_UNIT: Schema = Schema(
    "organisationUnit",
    "organisationUnits",
    "org.hisp.dhis.organisationunit.OrganisationUnit",
    (
        *identity("organisationUnits"),
        text("code", "code", xml_attribute=True),
        *names("name"),
        text("shortName", "short_name", xml_attribute=True),
        text("displayShortName", "short_name", persisted=False),
        text("description", "description"),
        *dates(),
        *unset("comment", "url", "contactPerson", "address", "email", "phoneNumber"),
        text("path", "path"),
        Property(
            "level",
            Kind.INTEGER,
            lambda unit, _view: unit.level,
            xml_attribute=True,
        ),
        Property(
            "leaf",
            Kind.BOOLEAN,
            lambda unit, view: unit.uid not in view.state.directory.children_of_unit,
            persisted=False,
        ),
        date("openingDate", "opening_date"),
        date("closedDate", "closed_date"),
        reference("parent", _parent, lambda: ORGANISATION_UNIT),
        references(
            "children",
            lambda view: view.state.directory.organisation_units,
            lambda unit, view: view.state.directory.children_of_unit.get(unit.uid, ()),
            lambda: ORGANISATION_UNIT,
            "child",
            owner=False,
        ),
        references(
            "ancestors",
            lambda view: view.state.directory.organisation_units,
            _ancestors,
            lambda: ORGANISATION_UNIT,
            "ancestor",
            persisted=False,
        ),
        _users(
            lambda unit, view: view.state.directory.users_of_unit.get(unit.uid, ()),
            "userItem",
            owner=False,
        ),
        *unset("memberCount", kind=Kind.INTEGER, persisted=False),
        *unset("image", kind=Kind.REFERENCE, to=lambda: _PICTURE),
        *unset("geometry", kind=Kind.OTHER),
        _elsewhere(
            "organisationUnitGroups",
            "organisationUnitGroups",
            "organisationunit.OrganisationUnitGroup",
            owner=False,
        ),
        _elsewhere("dataSets", "dataSets", "dataset.DataSet", owner=False),
        _elsewhere("programs", "programs", "program.Program", owner=False),
        *authors(nothing, lambda: USER),
        *noise(stored={"translations", "attributeValues"}),
    ),
    is_metadata=True,
)

ATTRIBUTE: Schema = Schema(
    "attribute",
    "attributes",
    "org.hisp.dhis.attribute.Attribute",
    (
        *identity("attributes"),
        *unset("code", xml_attribute=True),
        *unset("name", "shortName", "description", "valueType"),
        *unset("displayName", persisted=False),
        *unset("created", "lastUpdated", kind=Kind.DATE),
        *unset("mandatory", "unique", kind=Kind.BOOLEAN),
        *authors(nothing, lambda: USER),
        *noise(stored=_STORED),
    ),
    is_metadata=True,
)
"""What a server may let its objects have beside their own properties."""
