"""
What each type of event looks like (control-plane 5.2).

When an event comes is the business of `timeline`.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from marshmallow import ValidationError, post_load, validate, validates_schema

from mock_server.domain import events
from mock_server.schemas import event_fields as more
from mock_server.schemas import seed_fields as kinds
from mock_server.schemas.control import ControlSchema
from mock_server.services.validation import IMPORTANCES, OPERATORS
from mock_server.suggestions import suggestion

_MOST_RESULTS = 100
_REQUIRED = ["is required"]


class EventPart(ControlSchema):
    """A part of an event: a record once loaded, and words for unknown keys."""

    record: ClassVar[Any] = dict

    def handle_error(
        self, error: ValidationError, data: Any, *, many: bool, **_: Any
    ) -> None:
        """Suggest for each unknown key the one that was meant."""
        del data, many
        messages = error.messages
        unknown = str(self.error_messages["unknown"])
        for key, part in messages.items() if isinstance(messages, dict) else ():
            if part == [unknown]:
                messages[key] = [unknown + suggestion(str(key), self.keys)]

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> Any:
        """Return the record of what was read."""
        frozen = {
            key: tuple(value) if isinstance(value, list) else value
            for key, value in data.items()
        }
        return self.record(**frozen)


class RecipientsSchema(EventPart):
    """Who is told: users by uid or username, and the members of groups."""

    record = events.Recipients
    users = kinds.Rows(kinds.Text())
    user_groups = kinds.Rows(kinds.Text())

    @validates_schema
    def somebody_is_named(self, data: dict[str, Any], **_: object) -> None:
        """Refuse recipients that name nobody."""
        if not any(data.values()):
            raise ValidationError("names neither users nor userGroups")


class TemplateSchema(EventPart):
    """What a notice says; left out parts are ours."""

    record = events.Template
    subject = more.Words()
    message = more.Words()


class ResultSchema(EventPart):
    """A row of the `results` of a validation; what it leaves out, the event says."""

    rule = kinds.Text()
    rule_name = more.Line()
    rule_description = more.Words()
    importance = more.Choice(IMPORTANCES)
    operator = more.Choice(OPERATORS)
    left_side_description = more.Words()
    right_side_description = more.Words()
    left_value = more.Number()
    right_value = more.Number()
    organisation_unit = kinds.Text()
    period = kinds.Text()
    attribute_option_combo = kinds.Text()
    templates = kinds.Rows(kinds.Part(TemplateSchema))
    recipients = kinds.Part(RecipientsSchema)
    hierarchy_only = kinds.Flag()
    parent_only = kinds.Flag()
    count = kinds.Count(1, _MOST_RESULTS)


class ValidationResultsSchema(ResultSchema):
    """The event `validationResults`: one result, or several in `results`."""

    strategy = more.Choice(events.Strategy)
    results = kinds.Rows(kinds.Part(ResultSchema))

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> events.ValidationResults:
        """Return the event, each of its results completed by what holds for all."""
        strategy = events.Strategy(data.pop("strategy", "COLLECTIVE_SUMMARY"))
        rows = data.pop("results", None)
        if rows is None:
            return events.ValidationResults((self._result(data, {}),), strategy)
        if not 1 <= len(rows) <= _MOST_RESULTS:
            wrong = f"is not an array of 1 to {_MOST_RESULTS} results"
            raise ValidationError({"results": [wrong]})
        refused, results = {}, []
        for at, row in enumerate(rows):
            try:
                results.append(self._result(data, row))
            except ValidationError as error:
                refused[at] = error.messages
        if refused:
            raise ValidationError({"results": refused})
        return events.ValidationResults(tuple(results), strategy)

    def _result(
        self, common: Mapping[str, Any], row: Mapping[str, Any]
    ) -> events.ValidationResult:
        facts = {**common, **row}
        missing = [each for each in ("rule_name", "recipients") if each not in facts]
        if facts.get("hierarchy_only") and "organisation_unit" not in facts:
            missing.append("organisation_unit")
        if missing:
            keys = (str(self.fields[each].data_key) for each in missing)
            raise ValidationError(dict.fromkeys(keys, _REQUIRED))
        if facts.get("templates", True):
            facts["templates"] = tuple(facts.get("templates", (events.Template(),)))
        else:
            raise ValidationError({"templates": ["is an array without templates"]})
        return events.ValidationResult(**facts)


class SystemMessageSchema(EventPart):
    """The event `systemMessage`."""

    record = events.SystemMessage
    to = kinds.Rows(
        kinds.Text(), required=True, validate=validate.Length(1, error="names nobody")
    )
    subject = more.Line(required=True)
    text = more.Words(required=True)
    created_by = kinds.Text()


class ReplySchema(EventPart):
    """The event `reply`."""

    record = events.Reply
    conversation = kinds.Text(required=True)
    as_ = kinds.Text(required=True)
    text = more.Words(required=True)
    internal = kinds.Flag()


class VersionUpdateSchema(EventPart):
    """The event `versionUpdate`; without recipients all superusers are told."""

    record = events.VersionUpdate
    version = more.Line(required=True)
    release_date = more.Line()
    download_url = more.Line()
    recipients = kinds.Part(RecipientsSchema)


class DataSetCompletedSchema(EventPart):
    """The event `dataSetCompleted`."""

    record = events.DataSetCompleted
    data_set = more.Line(required=True)
    as_ = kinds.Text(required=True)
    period = kinds.Text()
    organisation_unit = kinds.Text()
    attribute_option_combo = kinds.Text()
    notify_completing_user = kinds.Flag()
    recipients = kinds.Part(RecipientsSchema)


class ErrorNoticeSchema(EventPart):
    """The event `errorNotice`; without a cause the message is one."""

    record = events.ErrorNotice
    subject = more.Line(required=True)
    message = more.Words(required=True)
    cause = more.Words()


SCHEMAS: Mapping[str, EventPart] = {
    "validationResults": ValidationResultsSchema(),
    "systemMessage": SystemMessageSchema(),
    "reply": ReplySchema(),
    "versionUpdate": VersionUpdateSchema(),
    "dataSetCompleted": DataSetCompletedSchema(),
    "errorNotice": ErrorNoticeSchema(),
}
"""What the `type` of an event says that the rest of it is."""
