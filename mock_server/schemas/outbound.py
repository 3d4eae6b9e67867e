"""The catalogue of SMS that left the server (resources.md 16)."""

from mock_server.schemas.catalogue import Schema
from mock_server.schemas.common import date, enum, text, values
from mock_server.services.outbound import OutboundSmsStatus

OUTBOUND_SMS = Schema(
    "outboundsms",
    "outboundsmss",
    "org.hisp.dhis.sms.outbound.OutboundSms",
    (
        text("id", "uid", xml_attribute=True),
        values("recipients", lambda sms, _view: list(sms.recipients), "recipient"),
        date("date", "date"),
        text("message", "message"),
        enum("status", "status", OutboundSmsStatus),
    ),
)
