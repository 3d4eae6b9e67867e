"""Validation results as messages: rendered, summed up, and sent (resources.md 17)."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from mock_server.domain.enums import (
    MessageConversationPriority,
    MessageConversationStatus,
    MessageType,
)
from mock_server.domain.events import (
    Strategy,
    Template,
    ValidationResult,
    ValidationResults,
)
from mock_server.domain.state import Directory
from mock_server.services.announcements import Announcement, announce
from mock_server.services.audience import told_of
from mock_server.store import Draft

IMPORTANCES = (
    MessageConversationPriority.HIGH,
    MessageConversationPriority.MEDIUM,
    MessageConversationPriority.LOW,
)
"""The highest first."""

OPERATORS = (
    *("==", "!=", ">", ">=", "<", "<="),
    "[Compulsory pair]",
    "[Exclusive pair]",
)

_SUBJECT_LENGTH = 100
_MESSAGE_LENGTH = 640
_VARIABLE = re.compile(r"V\{([a-z_]*)\}|[A#]\{[A-Za-z][A-Za-z0-9]{10}\}", re.ASCII)
_PLAIN_DOUBLES = (1e-3, 1e7)


@dataclass(frozen=True)
class _Notice:
    """What one template says about one result, and to whom."""

    subject: str
    message: str
    importance: MessageConversationPriority
    recipients: tuple[str, ...]


def announce_results(draft: Draft, run: ValidationResults) -> list[str]:
    """Tell of the results of `run` by its strategy; return the uids made."""
    directory = draft.state.directory
    results = sorted(run.results, key=lambda each: _place(directory, each))
    notices = [
        _notice(directory, result, template, draft.now)
        for result in results
        for _ in range(result.count)
        for template in result.templates
    ]
    if run.strategy is Strategy.SINGLE_NOTIFICATION:
        announcements = [_single(notice) for notice in notices]
    else:
        announcements = list(_summaries(notices, draft.now))
    return [announce(draft, each) for each in announcements]


def rendered(text: str, facts: Mapping[str, str], length: int) -> str:
    """
    Return `text` with its variables filled in, cut to `length` (2.5).

    A variable of another kind, or without a name, is not available here.
    """

    def fill(match: re.Match[str]) -> str:
        return facts.get(match[1], "") if match[1] else "[N/A]"

    return _VARIABLE.sub(fill, text)[:length]


def java_double(number: float | None) -> str:
    """Return `number` as Java prints a double; none is nothing (2.5)."""
    if number is None:
        return ""
    low, high = _PLAIN_DOUBLES
    if number == 0 or low <= abs(number) < high:
        return repr(float(number))
    sign, digits, exponent = Decimal(repr(float(number))).normalize().as_tuple()
    places = "".join(map(str, digits[1:])) or "0"
    power = int(exponent) + len(digits) - 1
    return f"{'-' * sign}{digits[0]}.{places}E{power}"


def _notice(
    directory: Directory, result: ValidationResult, template: Template, now: datetime
) -> _Notice:
    facts = {
        "rule_name": result.rule_name,
        "rule_description": result.rule_description or "",
        "operator": result.operator or "",
        "importance": result.importance,
        "left_side_description": result.left_side_description or "",
        "right_side_description": result.right_side_description or "",
        "left_side_value": java_double(result.left_value),
        "right_side_value": java_double(result.right_value),
        "org_unit_name": _unit_name(directory, result),
        "period": result.period,
        "current_date": f"{now:%Y-%m-%d}",
    }
    return _Notice(
        rendered(template.subject, facts, _SUBJECT_LENGTH),
        rendered(template.message, facts, _MESSAGE_LENGTH),
        result.importance,
        told_of(directory, result),
    )


def _place(directory: Directory, result: ValidationResult) -> tuple[str, ...]:
    """Return the key that sorts results as a summary lists them (2.5)."""
    return (
        result.rule_name.casefold(),
        result.period,
        result.attribute_option_combo,
        _unit_name(directory, result),
        result.rule,
    )


def _unit_name(directory: Directory, result: ValidationResult) -> str:
    unit = directory.organisation_units.get(result.organisation_unit or "")
    return unit.name if unit is not None else ""


def _single(notice: _Notice) -> Announcement:
    """Return the conversation of one notice, even if nobody is in it (17)."""
    return _announcement(
        notice.subject, notice.message, notice.importance, notice.recipients
    )


def _summaries(notices: list[_Notice], now: datetime) -> Iterator[Announcement]:
    """Return one conversation for all users who are told of the same notices (17)."""
    told: dict[str, list[int]] = defaultdict(list)
    for at, notice in enumerate(notices):
        for user in notice.recipients:
            told[user].append(at)
    alike: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for user, places in told.items():
        alike[tuple(places)].append(user)
    subject = f"Validation violations as of {now:%Y-%m-%dT%H:%M:%S}"
    for shared, users in alike.items():
        chosen = [notices[at] for at in shared]
        counts = Counter(notice.importance for notice in chosen)
        high, medium, low = (counts[each] for each in IMPORTANCES)
        parts = [f"Violations: High {high}, medium {medium}, low {low}"]
        parts += [f"{notice.subject}\n{notice.message}" for notice in chosen]
        highest = next(each for each in IMPORTANCES if counts[each])
        yield _announcement(subject, "\n\n".join(parts), highest, tuple(users))


def _announcement(
    subject: str,
    text: str,
    priority: MessageConversationPriority,
    recipients: tuple[str, ...],
) -> Announcement:
    return Announcement(
        subject,
        text,
        recipients,
        message_type=MessageType.VALIDATION_RESULT,
        status=MessageConversationStatus.OPEN,
        priority=priority,
    )
