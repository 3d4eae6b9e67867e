"""
Every refusal as one table: condition and operation, then what the client reads.

The server words one condition differently per endpoint, with or without error
code, as a WebMessage or as a bare node, so the table names the operation where
that matters. Rows are reviewed against the contract; order decides.
"""

# ruff: noqa: E501 - a table is read along its rows

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from mock_server.domain import errors as domain
from mock_server.domain.errors import MockServerError
from mock_server.profiles import Profile
from mock_server.wire import errors as wire
from mock_server.wire.answers import BareNode, WebMessage

_ANY = ("*",)


@dataclass(frozen=True)
class Row:
    """
    One refusal.

    `status` is a number or the switch that holds it. A row with `when` counts only
    where that switch is on; `code_when` names the switch that the code depends on.
    What `is_json` is thrown past all negotiation, so never XML (messaging.md 1.4).
    """

    condition: type[MockServerError]
    operations: tuple[str, ...]
    status: int | str
    text: str | None
    code: str | None = None
    code_when: str | None = None
    when: str | None = None
    is_bare: bool = False
    root: str = "response"
    is_json: bool = False

    def applies(self, profile: Profile) -> bool:
        """Say whether the profile has this row."""
        return self.when is None or bool(getattr(profile, self.when))

    def answer(
        self, facts: Mapping[str, object], profile: Profile
    ) -> WebMessage | BareNode:
        """Return the refusal filled with the facts of the case."""
        status = self.status_in(profile)
        text = self.text and self.text.format_map(_shown(facts))
        if self.is_bare:
            return BareNode("message", text or "", status, self.root)
        has_code = self.code_when is None or getattr(profile, self.code_when)
        return WebMessage(status, text, self.code if has_code else None)

    def status_in(self, profile: Profile) -> int:
        """Return the status that the profile has for it."""
        if isinstance(self.status, str):
            return int(getattr(profile, self.status))
        return self.status


def _web(
    condition: type[MockServerError],
    operations: str | tuple[str, ...],
    status: int | str,
    text: str | None,
    code: str | None = None,
    **more: str | bool,
) -> Row:
    return Row(condition, _many(operations), status, text, code, **more)  # type: ignore[arg-type]


def _bare(
    condition: type[MockServerError],
    operations: str | tuple[str, ...],
    status: int | str,
    text: str,
    root: str = "response",
) -> Row:
    return Row(condition, _many(operations), status, text, is_bare=True, root=root)


def _many(operations: str | tuple[str, ...]) -> tuple[str, ...]:
    names = (operations,) if isinstance(operations, str) else operations
    return tuple(n if n == "*" or "." in n else _PREFIX + n for n in names)


_PREFIX = "messageConversations."
_READ = ("markRead", "markUnread", "markReadOne", "markUnreadOne")
_USER_SETTINGS = tuple(
    f"userSettings.{name}" for name in ("list", "get", "set", "delete")
)
_SYSTEM_SETTINGS = tuple(
    f"systemSettings.{name}" for name in ("list", "get", "set", "delete")
)
_ON_ACCESS = "error_codes_on_access"
_NO_MC_ID = "No MessageConversation found for the given ID."

# fmt: off
ROWS = (
    # conversations that do not exist
    _bare(domain.ConversationNotFoundError, "get", "missing_conversation_status", "No MessageConversation found with UID: {uid}", "reply"),
    _web(domain.ConversationNotFoundError, "getProperty", 404, "MessageConversation with id {uid} could not be found.", "E1005"),
    _web(domain.ConversationNotFoundError, ("reply", "uploadAttachment", "delete"), 404, "Message conversation does not exist: {uid}"),
    _web(domain.ConversationNotFoundError, "addRecipients", 404, "Message conversation does not exist: {uid}", is_json=True),
    _bare(domain.ConversationNotFoundError, ("setPriority", "setStatus", "assign", "unassign"), 404, _NO_MC_ID),
    _bare(domain.ConversationNotFoundError, "removeUser", 404, "No messageConversation with uid: {uid}", "reply"),
    _web(domain.ConversationNotFoundError, "getAttachment", 404, "No message conversation with uid '{uid}'", is_json=True),
    _bare(domain.ConversationsNotFoundError, _READ, 404, "No MessageConversations found for the given IDs."),
    _bare(domain.ConversationsNotFoundError, ("followUp", "unfollowUp"), 404, "No MessageConversations found for the given UIDs"),
    _bare(domain.ConversationsNotFoundError, "removeMany", 404, "No MessageConversations found for the given UIDs."),
    # users and other objects that do not exist
    _bare(domain.UserNotFoundError, (*_READ, "followUp", "unfollowUp"), 404, "No user with uid: {uid}"),
    _bare(domain.UserNotFoundError, "removeUser", 404, "No user with uid: {uid}", "reply"),
    _bare(domain.UserNotFoundError, "removeMany", 404, "User does not exist: {uid}"),
    _bare(domain.AssigneeNotFoundError, "assign", 404, "Could not find user to assign"),
    _web(domain.ObjectNotFoundError, _ANY, 404, "{klass} with id {uid} could not be found.", "E1005"),
    _web(domain.RecipientUnitNotFoundError, _ANY, 409, "Organisation Unit does not exist: {uid}", "E1004"),
    _web(domain.RecipientUserNotFoundError, _ANY, 409, "User does not exist: {uid}", "E1004"),
    _web(domain.RecipientGroupNotFoundError, _ANY, 404, "UserGroup with id {uid} could not be found.", "E1005"),
    # access
    _web(domain.NotReadableError, "getAttachment", 403, "Not authorized to access this conversation.", "E1006", code_when=_ON_ACCESS, is_json=True),
    _web(domain.NotReadableError, _ANY, 403, "Not authorized to access this conversation.", "E1006", code_when=_ON_ACCESS),
    _web(domain.InternalNotAllowedError, "reply", 403, "Not authorized to send internal messages", "E1006", code_when=_ON_ACCESS),
    _web(domain.NoAccessError, "reply", 403, "Not authorized to send messages to this conversation.", "E1006"),
    _web(domain.NoAccessError, "addRecipients", 403, "Not authorized to change recipients in this conversation.", "E1006"),
    _web(domain.NoAccessError, "setPriority", 403, "Not authorized to change priority in this conversation.", "E1006"),
    _web(domain.NoAccessError, "setStatus", 403, "Not authorized to change status in this conversation.", "E1006"),
    _web(domain.NoAccessError, "assign", 403, "Not authorized to assign a user to this conversation.", "E1006"),
    _web(domain.NoAccessError, "unassign", 403, "Not authorized to remove the assigned user to this conversation.", "E1006"),
    _web(domain.NoAccessError, _READ, 403, "Not authorized to change read property of this conversation.", "E1006"),
    _web(domain.NoAccessError, "followUp", 403, "Not authorized to change followups in this conversation.", "E1006", code_when=_ON_ACCESS),
    _web(domain.NoAccessError, "unfollowUp", 403, "Not authorized to change unfollowups in this conversation.", "E1006", code_when=_ON_ACCESS),
    _web(domain.NoAccessError, ("removeUser", "removeMany"), 403, "Not authorized to remove assigned users to this conversation.", "E1006"),
    _web(domain.NoAccessError, "delete", 403, "Not authorized to delete this conversation.", "E1006"),
    _web(domain.MissingAuthorityError, _ANY, 403, "Access is denied, requires one Authority from [{authority}]", when="authority_named"),
    _web(domain.MissingAuthorityError, _ANY, 403, "Access is denied"),
    _web(domain.TypeNotReadableError, _ANY, 403, "You don't have the proper permissions to read objects of this type.", "E1006"),
    # what does not fit
    _web(domain.NoRecipientsError, _ANY, 409, "No recipients selected.", "E1004"),
    _web(domain.SubjectMissingError, _ANY, 409, "not-null property references a null or transient value: org.hisp.dhis.message.MessageConversation.subject"),
    _web(domain.SubjectTooLongError, _ANY, 409, "ERROR: value too long for type character varying({length})"),
    _bare(domain.AssigneeNotManagerError, "assign", 409, "User provided is not a member of the system's feedback recipient group"),
    # files
    _web(domain.AttachmentNotFoundError, "reply", 409, "Attachment '{uid}' not found."),
    _web(domain.AttachmentInUseError, "reply", 409, "Attachment '{uid}' is already used or not a valid attachment."),
    _web(domain.AttachmentNotFoundError, _ANY, 409, "Attachment '{uid}' not found.", "E1004"),
    _web(domain.AttachmentInUseError, _ANY, 409, "Attachment '{uid}' is already used or not a valid attachment.", "E1004"),
    # QUIRK 4.18: the server forgets the closing quote.
    _web(domain.MessageNotFoundError, "getAttachment", 404, "No message with uid '{uid}' in messageConversation '{conversation}", is_json=True),
    _web(domain.InternalMessageHiddenError, "getAttachment", 409, "Not authorized to access this message", is_json=True),
    _web(domain.AttachmentNotFoundInMessageError, "getAttachment", 404, "No messageattachment found with id '{uid}'", is_json=True),
    _web(domain.EmptyFileError, _ANY, 409, "Could not read file or file is empty.", "E1004"),
    _web(domain.FileTooLargeError, _ANY, 409, "File size can't be bigger than {limit}, current file size {size}"),
    _web(domain.FileTypeBlockedError, _ANY, 409, "File type not allowed", "E6101"),
    _web(domain.FileResourceExistsError, _ANY, 409, "FileResource already exists: `{uid}`", "E1119"),
    _web(domain.FileNotAccessibleError, _ANY, 403, "File resource not found or not accessible: {uid}", "E1006", when="short_file_refusal"),
    _web(domain.FileNotAccessibleError, _ANY, 403, "You don't have access to fileResource '{uid}' or this fileResource is not available from this endpoint", "E1006"),
    _web(domain.WrongImageTypeError, _ANY, 409, "Invalid content type, valid content types are: {allowed}"),
    _web(domain.WrongImageExtensionError, _ANY, 409, "Wrong file extension, valid extensions are: {allowed}"),
    _web(domain.NoSuchTypeError, _ANY, 404, "Type {type} does not exist.", "E1005"),
    _web(domain.NoSuchPropertyError, _ANY, 404, "Property {property} does not exist on type {type}.", "E1005"),
    _web(domain.NoSuchContentError, _ANY, 404, "Key does not exist.", "E1005"),
    _web(domain.NoCustomFileError, _ANY, 404, "No custom file found."),
    _web(domain.DataStoreNamespaceNotFoundError, _ANY, 404, "Namespace not found: '{namespace}'", "E1005"),
    _web(domain.DataStoreKeyNotFoundError, _ANY, 404, "Key '{key}' not found in namespace '{namespace}'", "E1005"),
    # e-mails and SMS sent by hand
    _web(domain.OutboundSmsNotFoundError, _ANY, 404, "No OutboundSms with id '{uid}' was found."),
    _web(domain.SmsRecipientMissingError, _ANY, 409, "Recipient must be specified"),
    _web(domain.SmsMessageMissingError, _ANY, 409, "Message must be specified"),
    _web(domain.NoGatewayError, _ANY, 500, "No default gateway configured"),
    # The server rejects it as well; its words are not known.
    _web(domain.SmsTooLongError, _ANY, 500, "Text is longer than {limit} characters"),
    _web(domain.EmailNotConfiguredError, _ANY, 409, "SMTP server not configured", "E1004"),
    _web(domain.OwnAddressMissingError, _ANY, 409, "Could not send test email, no email configured for current user"),
    _web(domain.NotificationAddressMissingError, _ANY, 409, "Could not send email, system notification email address not set or not valid", "E1004"),
    _web(domain.NoAddressError, _ANY, 500, "No recipient found"),
    # settings and configuration
    _web(domain.SettingNotFoundError, _USER_SETTINGS, 404, "No user setting found with key: {key}", when="old_settings"),
    _web(domain.SettingNotFoundError, _SYSTEM_SETTINGS, 404, "Setting does not exist or is marked as confidential", "E1005", when="old_settings"),
    _web(domain.SettingNotFoundError, _ANY, 404, "Setting does not exist: {key}", "E1005"),
    _web(domain.SettingUnsetError, _ANY, 404, "User setting not found for key: {key}", "E1005"),
    _web(domain.UnsupportedSettingError, "me.setting", 409, "Key is not supported: {key}", "E1004"),
    _web(domain.UnsupportedSettingError, "systemSettings.import", 409, "Key(s) is not supported: {keys}", when="old_settings"),
    _web(domain.UnsupportedSettingError, _ANY, 409, "Key is not supported: {key}", when="old_settings"),
    _web(domain.UnsupportedSettingError, _ANY, 404, "Setting does not exist: {key}", "E1005"),
    _web(domain.ConfidentialSettingError, _ANY, 404, "Setting does not exist or is marked as confidential", "E1005", when="old_settings"),
    _web(domain.ConfidentialSettingError, _ANY, 403, "Setting is marked as confidential", "E1006"),
    _web(domain.SettingValueMissingError, _SYSTEM_SETTINGS, 409, "Value must be specified as query param or as payload", when="old_settings"),
    _web(domain.SettingValueMissingError, _SYSTEM_SETTINGS, 400, "Required request body is missing: {operation}"),
    _web(domain.SettingValueMissingError, _ANY, 409, "You need to specify a new value", "E1004"),
    _web(domain.SettingNotSimpleError, _ANY, 409, "Value must be a simple JSON value but was: {value}", "E1004"),
    _web(domain.SettingNotTranslatableError, _ANY, 409, "Not translatable: {key}", when="old_settings"),
    _web(domain.SettingNotTranslatableError, _ANY, 400, "Not translatable: {key}", "E1003"),
    _web(domain.SettingsOwnerNotFoundError, _ANY, 409, "Could not find user '{name}'", when="old_settings"),
    _web(domain.SettingsOwnerNotFoundError, _ANY, 404, "User with id {name} could not be found.", "E1005"),
    _web(domain.UserNotManageableError, _ANY, 401, "You are not authorized to access user: {username}", when="old_settings"),
    _web(domain.SettingUnreadableError, _ANY, 400, "Not a valid value for setting {key}: {value}", "E1003"),
    _web(domain.UserNotManageableError, _ANY, 403, "You are not authorized to access user: {username}", "E1006"),
    _web(domain.NoFeedbackGroupError, _ANY, 409, "Feedback message recipients user group not defined", "E6200"),
    # queries
    _web(domain.UnreadableFilterError, "list", "conversation_filter_status", "{text}", "E1003", code_when="conversation_filter_code"),
    _web(domain.UnreadableFilterError, _ANY, 400, "{text}", "E1003"),
    _web(domain.UnknownOrderPropertyError, _ANY, 400, "No such property: {name}"),
    _web(domain.UnreadableSearchError, _ANY, 409, "{text}"),
    _web(domain.NegativePageSizeError, _ANY, 400, "fromIndex(0) > toIndex({size})"),
    # parameters and bodies
    _web(domain.EmptyParameterError, _ANY, 400, "{parameter} cannot be empty. {hint}"),
    _web(domain.UnreadablePathError, _ANY, 400, "Value '{value}' is not valid for path parameter {parameter}. {hint}"),
    _web(domain.UnreadableParameterError, _ANY, 400, "Value '{value}' is not valid for parameter {parameter}. {hint}"),
    # DEVIATION D6: the server leaves these to its container, which answers HTML.
    _web(wire.MissingParameterError, _ANY, 400, "Required parameter '{parameter}' is not present.", when="spring_6_wording"),
    _web(wire.MissingParameterError, _ANY, 400, "Required request parameter '{parameter}' for method parameter type {kind} is not present"),
    # DEVIATION D11: a server fails with 500 here.
    _web(wire.NotMultipartError, _ANY, 400, "Current request is not a multipart request"),
    _web(wire.MissingPartError, _ANY, 400, "Required part '{part}' is not present."),
    _web(wire.MissingBodyError, "create", 409, "No content to map due to end-of-input"),
    _web(wire.MissingBodyError, _ANY, 400, "Required request body is missing: {operation}"),
    _web(wire.UnreadableBodyError, "create", 409, "{reason}"),
    _web(wire.UnreadableBodyError, _ANY, 400, "JSON parse error: {reason}"),
    _web(domain.WrongTypeError, "create", "type_mismatch_status", "{reason}"),
    _web(domain.WrongTypeError, _ANY, 400, "JSON parse error: {reason}"),
    _web(wire.NoContentTypeError, _ANY, 415, "Content-Type is not supported", when="spring_6_wording"),
    _web(wire.NoContentTypeError, _ANY, 415, "Content type '' not supported"),
    _web(wire.UnsupportedContentTypeError, _ANY, 415, "Content-Type '{content_type}' is not supported", when="spring_6_wording"),
    _web(wire.UnsupportedContentTypeError, _ANY, 415, "Content type '{content_type}' not supported"),
    # the edge
    _web(wire.MalformedTokenError, _ANY, 400, "{reason}"),
    _web(wire.NotAuthenticatedError, _ANY, 401, "{reason}"),
    _web(wire.NotAcceptableError, _ANY, 406, "No acceptable representation"),
    _web(wire.OutsideApiError, _ANY, 404, "Nothing is served at {path}; the API is below /api"),
    _web(wire.NoSuchPathError, _ANY, 404, "Nothing is served at {path}"),
    _web(wire.MethodNotAllowedError, _ANY, 405, "Request method '{method}' is not supported", when="spring_6_wording"),
    _web(wire.MethodNotAllowedError, _ANY, 405, "Request method '{method}' not supported"),
)
# fmt: on

_INDEX: dict[tuple[type[MockServerError], str], list[Row]] = defaultdict(list)
for _row in ROWS:
    for _operation in _row.operations:
        _INDEX[_row.condition, _operation].append(_row)


def row_of(error: MockServerError, operation: str | None, profile: Profile) -> Row:
    """Return the row that words `error` where `operation` ends in it."""
    for condition in type(error).__mro__:
        for name in (operation or "*", "*"):
            for row in _INDEX.get((condition, name), ()):
                if row.applies(profile):
                    return row
    raise LookupError(f"no row for {type(error).__name__} in {operation}") from error


def refusal(
    error: MockServerError, operation: str | None, profile: Profile
) -> WebMessage | BareNode:
    """Return what a client reads when `operation` ends in `error`."""
    facts = {**error.facts, "operation": operation}
    return row_of(error, operation, profile).answer(facts, profile)


def reason(condition: type[Exception], operation: str | None) -> str:
    """
    Return the name of the rule by which `operation` refuses, for `X-Mock-Reason`.

    Operation and condition, as `create.no-recipients`; those of conversations go
    without their resource (control-plane 5.6).
    """
    words = re.findall("[A-Z][a-z]*", condition.__name__.removesuffix("Error"))
    rule = "-".join(words).lower()
    return f"{operation.removeprefix(_PREFIX)}.{rule}" if operation else rule


def _shown(facts: Mapping[str, object]) -> dict[str, object]:
    """Spell nothing as the server does."""
    return {key: "null" if fact is None else fact for key, fact in facts.items()}
