"""The configuration, of which messaging knows two groups (RA 8)."""

from typing import Annotated, NotRequired, TypeAlias, TypedDict

from mock_server.api import bodies, context
from mock_server.api.viewing import require_authority, view_of
from mock_server.declarations import takes
from mock_server.domain.enums import Authority
from mock_server.domain.model import UserGroup
from mock_server.query import read_object
from mock_server.schemas.objects import USER_GROUP
from mock_server.services import configuration
from mock_server.services.configuration import ConfiguredGroup
from mock_server.wire.answers import NoContent, PlainBody, TextBody
from mock_server.wire.body import ANY_TYPES

_BRIEF = "id,name,displayName,code,created,lastUpdated,sharing,translations,"
_BRIEF += "attributeValues,favorite,favorites,createdBy,lastUpdatedBy,user"
_WHOLE = f"{_BRIEF},description,users,managedGroups,managedByGroups"

_Group: TypeAlias = Annotated[dict[str, object], USER_GROUP]
_Nobody: TypeAlias = Annotated[TextBody, None]


class ShownConfiguration(TypedDict):
    """The configuration."""

    systemId: str
    corsWhitelist: list[str]
    corsAllowlist: list[str]
    dataOutputPeriodTypes: NotRequired[list[str]]
    feedbackRecipients: NotRequired[_Group]
    systemUpdateNotificationRecipients: NotRequired[_Group]


def get_configuration() -> Annotated[PlainBody, ShownConfiguration]:
    """GET /configuration: the groups without their users (RA 8.1)."""
    state = context.state()
    allowed = list(context.settings().cors_allowlist)
    shown: ShownConfiguration = {
        "systemId": state.configuration.system_id,
        "corsWhitelist": allowed,
        "corsAllowlist": allowed,
    }
    if context.profile().period_types_listed:
        shown["dataOutputPeriodTypes"] = []
    feedback = configuration.configured_group(state, ConfiguredGroup.FEEDBACK)
    if feedback is not None:
        shown["feedbackRecipients"] = _shown(feedback, _BRIEF)
    updates = configuration.configured_group(state, ConfiguredGroup.SYSTEM_UPDATES)
    if updates is not None:
        shown["systemUpdateNotificationRecipients"] = _shown(updates, _BRIEF)
    return PlainBody(shown, root="configuration")


def get_system_id() -> TextBody:
    """GET /configuration/systemId: the bare text."""
    return TextBody(context.state().configuration.system_id)


def get_feedback_recipients() -> Annotated[PlainBody, USER_GROUP] | _Nobody:
    """GET /configuration/feedbackRecipients: the whole group, or nothing (RA 8.2)."""
    return _whole_group(ConfiguredGroup.FEEDBACK)


@takes(str, types=ANY_TYPES)
def set_feedback_recipients() -> NoContent:
    """POST /configuration/feedbackRecipients: the uid as text, of any type (RA 8.3)."""
    return _configured(ConfiguredGroup.FEEDBACK, _uid_sent())


def clear_feedback_recipients() -> NoContent:
    """DELETE /configuration/feedbackRecipients: no group any more (RA 8.4)."""
    return _configured(ConfiguredGroup.FEEDBACK, None)


def get_update_recipients() -> Annotated[PlainBody, USER_GROUP] | _Nobody:
    """GET /configuration/systemUpdateNotificationRecipients: likewise (RA 8.4)."""
    return _whole_group(ConfiguredGroup.SYSTEM_UPDATES)


@takes(str, types=ANY_TYPES)
def set_update_recipients() -> NoContent:
    """POST /configuration/systemUpdateNotificationRecipients: likewise (RA 8.4)."""
    return _configured(ConfiguredGroup.SYSTEM_UPDATES, _uid_sent())


def clear_update_recipients() -> NoContent:
    """DELETE /configuration/systemUpdateNotificationRecipients: likewise (RA 8.4)."""
    return _configured(ConfiguredGroup.SYSTEM_UPDATES, None)


def _whole_group(which: ConfiguredGroup) -> PlainBody | TextBody:
    group = configuration.configured_group(context.state(), which)
    return PlainBody(_shown(group, _WHOLE)) if group is not None else TextBody()


def _configured(which: ConfiguredGroup, uid: str | None) -> NoContent:
    configuration.configure_group(context.store(), context.acting_user(), which, uid)
    return NoContent()


def _uid_sent() -> str:
    require_authority(Authority.SYSTEM_SETTING)
    # QUIRK RA 8.3: double quotes are taken away, blanks and line ends are not.
    return bodies.text_body().replace('"', "")


def _shown(group: UserGroup, fields: str) -> dict[str, object]:
    view = view_of(context.state(), single=True)
    return read_object(USER_GROUP, group, [("fields", fields)], view)
