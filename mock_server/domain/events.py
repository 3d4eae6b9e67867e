"""
What a server does of its own accord, as a test tells it to (control-plane 5.2).

Users are named by uid or username; everything else by uid.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from mock_server.domain.enums import MessageConversationPriority


class Strategy(StrEnum):
    """How validation results become conversations (resources.md 17)."""

    COLLECTIVE_SUMMARY = "COLLECTIVE_SUMMARY"
    SINGLE_NOTIFICATION = "SINGLE_NOTIFICATION"


@dataclass(frozen=True)
class Recipients:
    """Users, and groups whose members count as named."""

    users: tuple[str, ...] = ()
    user_groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class Template:
    """What a validation notice says; `V{…}` stands for facts of the result."""

    subject: str = "V{importance}: V{rule_name}"
    message: str = "V{rule_name} was violated in V{org_unit_name}, period V{period}."


@dataclass(frozen=True)
class ValidationResult:
    """One violated rule, and who is to be told of it."""

    rule_name: str
    recipients: Recipients
    rule: str = ""
    rule_description: str | None = None
    importance: MessageConversationPriority = MessageConversationPriority.MEDIUM
    operator: str | None = None
    left_side_description: str | None = None
    right_side_description: str | None = None
    left_value: float | None = None
    right_value: float | None = None
    organisation_unit: str | None = None
    period: str = ""
    attribute_option_combo: str = ""
    templates: tuple[Template, ...] = (Template(),)
    hierarchy_only: bool = False
    parent_only: bool = False
    count: int = 1


@dataclass(frozen=True)
class ValidationResults:
    """A run of the validation that found something."""

    results: tuple[ValidationResult, ...]
    strategy: Strategy = Strategy.COLLECTIVE_SUMMARY


@dataclass(frozen=True)
class SystemMessage:
    """A message that nobody wrote."""

    to: tuple[str, ...]
    subject: str
    text: str
    created_by: str | None = None


@dataclass(frozen=True)
class Reply:
    """An answer that somebody writes."""

    conversation: str
    as_: str
    text: str
    internal: bool = False


@dataclass(frozen=True)
class VersionUpdate:
    """The notice of a new version."""

    version: str
    release_date: str | None = None
    download_url: str = "https://dhis2.org/downloads"
    recipients: Recipients | None = None


@dataclass(frozen=True)
class DataSetCompleted:
    """A form registered as complete."""

    data_set: str
    as_: str
    period: str | None = None
    organisation_unit: str | None = None
    attribute_option_combo: str | None = None
    notify_completing_user: bool = False
    recipients: Recipients = Recipients()


@dataclass(frozen=True)
class ErrorNotice:
    """Something that went wrong on the server, told to the feedback group."""

    subject: str
    message: str
    cause: str | None = None


Event: TypeAlias = (
    ValidationResults
    | SystemMessage
    | Reply
    | VersionUpdate
    | DataSetCompleted
    | ErrorNotice
)
