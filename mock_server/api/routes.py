"""
Every route of the mocked API as one table: method, path, operation, and its view.

A view is named and not imported here: its module is imported by its first request, so
that a start pays for none of them. Where two rows match that are as special as each
other, the first counts.
"""

# ruff: noqa: E501 - a table is read along its rows

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from mock_server.api import context
from mock_server.later import found
from mock_server.wire.answers import Answer, Exchange

PREFIX = "/api"

View: TypeAlias = Callable[..., Answer]


class Row(NamedTuple):
    """
    One route.

    The operation, such as `messageConversations.reply`, is what the error catalogue,
    faults and the journal call it. `view` is the module below `api` and the function
    in it; `exchange` agrees with the client on the form of the answer.
    """

    method: str
    rule: str
    operation: str
    view: str
    exchange: Callable[[], Exchange]
    is_open: bool
    """Whether it needs no login."""


def find_view(row: Row) -> View:
    """Return the view of a route; its module is imported if it is not yet."""
    module, _, name = row.view.partition(".")
    view: View = found(f"{__package__}.{module}", name)
    return view


def _api(
    method: str,
    rule: str,
    operation: str,
    view: str,
    exchange: Callable[[], Exchange] = context.exchange,
) -> Row:
    """Serve what lies below `/api`, to who is logged in."""
    return Row(method, PREFIX + rule, operation, view, exchange, is_open=False)


def _page(method: str, rule: str, operation: str, view: str) -> Row:
    """Serve to anybody what lies beside `/api`, in the one form that it has."""
    return Row(method, rule, operation, view, context.lenient_exchange, is_open=True)


def _open(row: Row) -> Row:
    """Serve it to anybody."""
    return row._replace(is_open=True)


def _closed(row: Row) -> Row:
    """Serve it to who is logged in."""
    return row._replace(is_open=False)


_TYPES = "users, userGroups, userRoles, organisationUnits"
_ITEM = f"/<any(messageConversations, {_TYPES}):_type>/<_uid>/<_property>/<_item>"
_PART = "<any(favorite, sharing, subscriber, translations):_part>"
_APP = "/dhis-web-<any(dashboard, messaging):_app>"

# fmt: off
ROWS = (
    # where a client begins
    _api("GET", "", "root.get", "entry.get_root"),
    _api("GET", "/resources", "resources.list", "entry.list_resources"),
    _open(_api("GET", "/ping", "ping.get", "pings.ping")),
    _open(_api("GET", "/system/ping", "system.ping", "pings.system_ping", context.lenient_exchange)),
    _api("GET", "/schemas", "schemas.list", "schemas.list_schemas"),
    _api("GET", "/schemas/<name>", "schemas.get", "schemas.get_schema"),
    _api("GET", "/schemas/<name>/<of>", "schemas.getProperty", "schemas.get_schema_property"),
    _api("GET", "/attributes", "attributes.list", "schemas.list_attributes"),
    _api("GET", "/system/info", "system.info", "system.get_info"),
    _api("GET", "/system/id", "system.id", "system.get_ids", context.csv_exchange),
    _api("GET", "/system/uid", "system.uid", "system.get_ids", context.csv_exchange),
    _api("GET", "/system/uuid", "system.uuid", "system.get_uuids"),
    _api("GET", "/openapi", "openapi.get", "openapi.get_openapi"),
    _api("GET", "/openapi/openapi", "openapi.getAll", "openapi.get_openapi"),
    _open(_api("POST", "/auth/login", "auth.login", "sign_in.log_in")),
    _open(_api("GET", "/loginConfig", "loginConfig.get", "sign_in.get_login_config")),
    # the acting user
    _api("GET", "/me", "me.get", "me.get_me"),
    _api("GET", "/me/authorities", "me.authorities", "me.get_authorities"),
    _api("GET", "/me/authorities/<name>", "me.hasAuthorityByName", "me.has_authority"),
    _api("GET", "/me/authorization", "me.authorization", "me.get_authorities"),
    _api("GET", "/me/authorization/<name>", "me.hasAuthority", "me.has_authority"),
    _api("GET", "/me/dashboard", "me.dashboard", "me.get_dashboard"),
    _api("POST", "/me/dashboard/interpretations/read", "me.readInterpretations", "me.read_interpretations"),
    _api("GET", "/me/settings", "me.settings", "me.get_settings", context.json_exchange),
    _api("GET", "/me/settings/<key>", "me.setting", "me.get_setting", context.json_exchange),
    # conversations, read
    _api("GET", "/messageConversations", "messageConversations.list", "reading.list_conversations"),
    _api("GET", "/messageConversations/<uid:uid>", "messageConversations.get", "reading.get_conversation"),
    _api("GET", "/messageConversations/<uid:uid>/<name>", "messageConversations.getProperty", "reading.get_property"),
    _api("GET", "/messageConversations/gist", "messageConversations.listGist", "reading.refuse_gist"),
    _api("GET", "/messageConversations/<uid:_uid>/gist", "messageConversations.getGist", "reading.refuse_gist_of_one"),
    # conversations, written
    _api("POST", "/messageConversations", "messageConversations.create", "writing.create"),
    _api("POST", "/messageConversations/<uid>", "messageConversations.reply", "writing.reply"),
    _api("POST", "/messageConversations/feedback", "messageConversations.feedback", "writing.feedback"),
    _api("POST", "/messageConversations/<uid>/recipients", "messageConversations.addRecipients", "writing.add_recipients", context.lenient_exchange),
    # conversations, marked
    _api("POST", "/messageConversations/read", "messageConversations.markRead", "marking.mark_read"),
    _api("POST", "/messageConversations/unread", "messageConversations.markUnread", "marking.mark_unread"),
    _api("POST", "/messageConversations/<uid>/read", "messageConversations.markReadOne", "marking.mark_read_one"),
    _api("POST", "/messageConversations/<uid>/unread", "messageConversations.markUnreadOne", "marking.mark_unread_one"),
    _api("POST", "/messageConversations/followup", "messageConversations.followUp", "marking.follow_up"),
    _api("POST", "/messageConversations/unfollowup", "messageConversations.unfollowUp", "marking.unfollow_up"),
    _api("POST", "/messageConversations/<uid>/priority", "messageConversations.setPriority", "marking.set_priority"),
    _api("POST", "/messageConversations/<uid>/status", "messageConversations.setStatus", "marking.set_status"),
    _api("POST", "/messageConversations/<uid>/assign", "messageConversations.assign", "marking.assign"),
    _api("DELETE", "/messageConversations/<uid>/assign", "messageConversations.unassign", "marking.unassign"),
    # conversations, removed
    _api("DELETE", "/messageConversations", "messageConversations.removeMany", "removing.remove_many"),
    _api("DELETE", "/messageConversations/<uid>", "messageConversations.delete", "removing.delete"),
    _api("DELETE", f"/messageConversations/<_uid>/{_PART}", "closed.deletePart", "closed.refuse_to_delete_part"),
    _api("DELETE", "/messageConversations/<uid>/<user>", "messageConversations.removeUser", "removing.remove_user"),
    # files
    _api("POST", "/messageConversations/attachments", "messageConversations.uploadAttachment", "files.upload_attachment"),
    _api("GET", "/messageConversations/<uid>/<message>/attachments/<file>", "messageConversations.getAttachment", "files.get_attachment", context.lenient_exchange),
    _api("GET", "/fileResources", "fileResources.list", "files.list_files"),
    _api("POST", "/fileResources", "fileResources.create", "files.create"),
    _api("GET", "/fileResources/<uid>", "fileResources.get", "files.get"),
    _api("GET", "/fileResources/<uid>/data", "fileResources.getData", "files.get_data", context.lenient_exchange),
    # the directory
    _api("GET", "/users", "users.list", "neighbours.list_users"),
    _api("GET", "/users/<uid:uid>", "users.get", "neighbours.get_user"),
    _api("GET", "/userGroups", "userGroups.list", "neighbours.list_user_groups"),
    _api("GET", "/userGroups/<uid:uid>", "userGroups.get", "neighbours.get_user_group"),
    _api("GET", "/userRoles", "userRoles.list", "neighbours.list_user_roles"),
    _api("GET", "/userRoles/<uid:uid>", "userRoles.get", "neighbours.get_user_role"),
    _api("GET", "/organisationUnits", "organisationUnits.list", "neighbours.list_organisation_units"),
    _api("GET", "/organisationUnits/<uid:uid>", "organisationUnits.get", "neighbours.get_organisation_unit"),
    _api("GET", "/organisationUnits/<uid:uid>/<any(ancestors, children, descendants, parents):relation>", "organisationUnits.around", "neighbours.list_units_around"),
    _api("GET", f"/<any({_TYPES}):_type>/<_text>", "closed", "neighbours.refuse_malformed_uid"),
    _api("GET", f"/<any({_TYPES}, fileResources):plural>/<uid:uid>/<name>", "properties.get", "properties.get_property"),
    _api("GET", "/userLookup", "userLookup.list", "lookup.look_up_users"),
    _api("GET", "/userLookup/<name>", "userLookup.get", "lookup.look_up_user"),
    _api("GET", "/userLookup/feedbackRecipients", "userLookup.feedbackRecipients", "lookup.look_up_feedback_recipients"),
    # inherited for every type of object, and closed here
    _api("GET", _ITEM, "closed.getItem", "closed.refuse_to_read_item"),
    *(_api(method, _ITEM, f"closed.item{method.title()}", "closed.refuse_to_edit_item") for method in ("POST", "PUT", "PATCH", "DELETE")),
    # configuration and settings
    _api("GET", "/configuration", "configuration.get", "configuration.get_configuration"),
    _api("GET", "/configuration/systemId", "configuration.systemId", "configuration.get_system_id"),
    _api("GET", "/configuration/feedbackRecipients", "configuration.getFeedbackRecipients", "configuration.get_feedback_recipients"),
    _api("POST", "/configuration/feedbackRecipients", "configuration.setFeedbackRecipients", "configuration.set_feedback_recipients"),
    _api("DELETE", "/configuration/feedbackRecipients", "configuration.clearFeedbackRecipients", "configuration.clear_feedback_recipients"),
    _api("GET", "/configuration/systemUpdateNotificationRecipients", "configuration.getUpdateRecipients", "configuration.get_update_recipients"),
    _api("POST", "/configuration/systemUpdateNotificationRecipients", "configuration.setUpdateRecipients", "configuration.set_update_recipients"),
    _api("DELETE", "/configuration/systemUpdateNotificationRecipients", "configuration.clearUpdateRecipients", "configuration.clear_update_recipients"),
    _api("GET", "/userSettings", "userSettings.list", "settings.list_user_settings"),
    _api("GET", "/userSettings/<key>", "userSettings.get", "settings.get_user_setting", context.lenient_exchange),
    _api("POST", "/userSettings/<key>", "userSettings.set", "settings.set_user_setting"),
    _api("DELETE", "/userSettings/<key>", "userSettings.delete", "settings.delete_user_setting"),
    _api("GET", "/systemSettings", "systemSettings.list", "settings.list_system_settings"),
    _api("POST", "/systemSettings", "systemSettings.import", "settings.import_system_settings"),
    _api("GET", "/systemSettings/<key>", "systemSettings.get", "settings.get_system_setting", context.lenient_exchange),
    _api("POST", "/systemSettings/<key>", "systemSettings.set", "settings.set_system_setting"),
    _api("DELETE", "/systemSettings/<key>", "systemSettings.delete", "settings.delete_system_setting"),
    # sent by hand
    _api("GET", "/sms/outbound", "outboundSms.list", "outbound.list_sms"),
    _api("POST", "/sms/outbound", "outboundSms.send", "outbound.send_sms"),
    _api("DELETE", "/sms/outbound", "outboundSms.deleteMany", "outbound.delete_many_sms"),
    _api("DELETE", "/sms/outbound/<uid>", "outboundSms.delete", "outbound.delete_sms"),
    _api("POST", "/email/test", "email.test", "outbound.send_test_email"),
    _api("POST", "/email/notification", "email.notify", "outbound.send_email"),
    # what apps and their shell ask for
    _api("GET", "/dataStore", "dataStore.list", "data_store.list_namespaces"),
    _api("GET", "/dataStore/<namespace>", "dataStore.namespace", "data_store.get_namespace"),
    _api("GET", "/dataStore/<namespace>/<key>", "dataStore.get", "data_store.get_value"),
    _api("GET", "/apps", "apps.list", "shell.list_apps"),
    _api("GET", "/apps/menu", "apps.menu", "shell.get_menu"),
    _api("POST", "/menu", "apps.orderMenu", "shell.order_menu"),
    _closed(_page("GET", "/dhis-web-commons/menu/getModules.action", "shell.menu", "shell.get_menu")),
    _api("GET", "/locales/db", "locales.db", "shell.list_locales"),
    _open(_api("GET", "/locales/ui", "locales.ui", "shell.list_locales")),
    _open(_api("GET", "/staticContent/<key>", "staticContent.get", "shell.get_static_content", context.lenient_exchange)),
    _page("GET", "/dhis-web-commons/css/light_blue/logo_banner.png", "shell.banner", "shell.show_picture"),
    _page("GET", "/dhis-web-commons/security/logo_front.png", "shell.front", "shell.show_picture"),
    _page("GET", f"{_APP}/icons/<_name>", "shell.icon", "shell.show_picture"),
    _page("GET", "/", "shell.home", "shell.show_page"),
    _page("GET", "/login/", "shell.login", "shell.show_page"),
    _page("GET", "/apps/", "shell.apps", "shell.show_page"),
    _page("GET", "/dhis-web-login/", "shell.oldLogin", "shell.show_page"),
    _page("GET", "/dhis-web-dashboard/", "shell.dashboard", "shell.show_page"),
    _page("GET", "/dhis-web-messaging/", "shell.messaging", "shell.show_page"),
    _page("GET", f"{_APP}/index.html", "shell.app", "shell.show_page"),
    _page("GET", "/dhis-web-commons/security/login.action", "shell.oldestLogin", "shell.show_page"),
    _page("POST", "/dhis-web-commons-security/login.action", "shell.formLogin", "shell.log_in_by_form"),
    _page("GET", "/dhis-web-commons-security/logout.action", "shell.logout", "shell.log_out"),
    _page("POST", "/dhis-web-commons-security/logout.action", "shell.logoutByForm", "shell.log_out"),
)
# fmt: on
