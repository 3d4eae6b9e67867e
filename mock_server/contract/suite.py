"""All checks there are, in the order they are run."""

from mock_server.contract import (
    attachments,
    messaging,
    protocol,
    query,
    resources,
    tickets,
)
from mock_server.contract.model import Check

CHECKS: tuple[Check, ...] = (
    *messaging.CHECKS,
    *tickets.CHECKS,
    *attachments.CHECKS,
    *query.CHECKS,
    *resources.CHECKS,
    *protocol.CHECKS,
)

AREAS = tuple(dict.fromkeys(check.area for check in CHECKS))
