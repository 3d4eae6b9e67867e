"""
What can be refused, one class a condition.

An error says what is so, in the names its texts need; status, code and wording
are the business of `api.error_catalogue`. The four families carry the names of
`org.hisp.dhis.feedback` (messaging.md 1.3).
"""


class MockServerError(Exception):
    """Anything this package refuses. Keyword arguments become attributes."""

    def __init__(self, **facts: object) -> None:
        """Keep the facts that the wording of the error may name."""
        super().__init__(", ".join(f"{name}={fact!r}" for name, fact in facts.items()))
        self.facts = facts


class BadRequestError(MockServerError):
    """The request itself makes no sense."""


class NotFoundError(MockServerError):
    """Something the request names does not exist."""


class ConflictError(MockServerError):
    """The request does not fit the present state or the rules."""


class ForbiddenError(MockServerError):
    """The acting user may not do this."""


class ConversationNotFoundError(NotFoundError):
    """No conversation has this uid."""


class ConversationsNotFoundError(NotFoundError):
    """None of the uids of a batch is a conversation."""


class UserNotFoundError(NotFoundError):
    """The user that a request acts upon does not exist."""


class AssigneeNotFoundError(NotFoundError):
    """The user to assign does not exist or was not named."""


class ObjectNotFoundError(NotFoundError):
    """No object of the class `klass` has this uid."""


class NoSuchTypeError(NotFoundError):
    """No objects of the type `type` exist."""


class NoSuchPropertyError(NotFoundError):
    """Objects of the type `type` have no such `property`."""


class NoSuchContentError(NotFoundError):
    """There is no picture of this key."""


class NoCustomFileError(NotFoundError):
    """Nobody uploaded a picture of his own."""


class DataStoreNamespaceNotFoundError(NotFoundError):
    """The data store has no such namespace."""


class DataStoreKeyNotFoundError(NotFoundError):
    """The namespace of the data store has no such key."""


class MessageNotFoundError(NotFoundError):
    """The conversation has no message of this uid."""


class AttachmentNotFoundInMessageError(NotFoundError):
    """The message has no attachment of this uid."""


class NotReadableError(ForbiddenError):
    """The acting user may not read the conversation."""


class NoAccessError(ForbiddenError):
    """The acting user may not change the conversation."""


class InternalNotAllowedError(ForbiddenError):
    """Only ticket managers send internal messages."""


class MissingAuthorityError(ForbiddenError):
    """The acting user lacks the authority named."""


class TypeNotReadableError(ForbiddenError):
    """The acting user may not read objects of this type."""


class NoRecipientsError(ConflictError):
    """A new conversation reaches nobody."""


class RecipientUserNotFoundError(ConflictError):
    """A user addressed does not exist."""


class RecipientUnitNotFoundError(ConflictError):
    """An organisation unit addressed does not exist."""


class RecipientGroupNotFoundError(NotFoundError):
    """A user group addressed does not exist."""


class AttachmentNotFoundError(ConflictError):
    """An attachment named does not exist."""


class AttachmentInUseError(ConflictError):
    """An attachment is in use already, or was uploaded for something else."""


class InternalMessageHiddenError(ConflictError):
    """The attachment belongs to an internal message the caller must not see."""


class SubjectMissingError(ConflictError):
    """A conversation needs a subject."""


class SubjectTooLongError(ConflictError):
    """The subject does not fit its column."""


class AssigneeNotManagerError(ConflictError):
    """Only members of the feedback group can be assigned to a ticket."""


class EmptyFileError(ConflictError):
    """An upload without content."""


class FileTooLargeError(ConflictError):
    """An upload over the limit."""


class FileTypeBlockedError(ConflictError):
    """An upload of a type that could do harm."""


class FileResourceExistsError(ConflictError):
    """The uid asked for is taken."""


class WrongImageTypeError(ConflictError):
    """A picture is not of one of the types `allowed`."""


class WrongImageExtensionError(ConflictError):
    """The name of a picture does not end in one of those `allowed`."""


class FileNotAccessibleError(ForbiddenError):
    """The bytes of this file are not given out here."""


class SettingUnsetError(NotFoundError):
    """The setting `key` exists and has no value."""


class SettingNotFoundError(NotFoundError):
    """No setting has the name `key`."""


class ConfidentialSettingError(ForbiddenError):
    """The setting `key` is a secret."""


class UnsupportedSettingError(ConflictError):
    """There is no setting `key` to set."""


class SettingNotSimpleError(ConflictError):
    """A setting cannot be set to the object or array `value`."""


class SettingNotTranslatableError(BadRequestError):
    """The setting `key` says the same in all languages."""


class SettingsOwnerNotFoundError(ConflictError):
    """Nobody has the uid or is called `name`, whose settings were asked for."""


class SettingValueMissingError(ConflictError):
    """A setting was to be set to nothing."""


class SettingUnreadableError(BadRequestError):
    """`value` is not of the type of the setting `key`."""


class UserNotManageableError(ForbiddenError):
    """The acting user has no say over `username`."""


class NoFeedbackGroupError(ConflictError):
    """No feedback group is configured."""


class OutboundSmsNotFoundError(NotFoundError):
    """No SMS that left the server has this uid."""


class SmsRecipientMissingError(ConflictError):
    """An SMS needs somebody to go to."""


class SmsMessageMissingError(ConflictError):
    """An SMS needs a text."""


class SmsTooLongError(ConflictError):
    """An SMS is longer than the gateway takes: `limit`."""


class NoGatewayError(ConflictError):
    """No SMS gateway is configured."""


class EmailNotConfiguredError(ConflictError):
    """No SMTP server is configured."""


class OwnAddressMissingError(ConflictError):
    """The acting user has no e-mail address."""


class NotificationAddressMissingError(ConflictError):
    """No address for notifications of the system is set, or none that is one."""


class NoAddressError(ConflictError):
    """None of the recipients of an e-mail is an address."""


class UnreadableFilterError(BadRequestError):
    """A `filter` cannot be read; `text` says why in the server's words (query.md 4)."""


class UnknownOrderPropertyError(BadRequestError):
    """`order` names no property: `name` (query.md 5)."""


class UnreadableSearchError(ConflictError):
    """`queryString` cannot be searched for; `text` says why (query.md 6)."""


class NegativePageSizeError(BadRequestError):
    """`pageSize` is below zero: `size` (query.md 7)."""


class WrongTypeError(BadRequestError):
    """A key of a body holds the wrong type; `reason` is in the parser's words."""


class UnreadableParameterError(BadRequestError):
    """A parameter cannot be converted: `value`, `parameter`, `hint` (query.md 13.3)."""


class UnreadablePathError(UnreadableParameterError):
    """A part of the path cannot be converted: `value`, `parameter`, `hint`."""


class EmptyParameterError(UnreadableParameterError):
    """A parameter that needs a value has none: `parameter`, `hint`."""
