"""All checks there are, in the order they are run."""

from mock_server.contract import messaging
from mock_server.contract.model import Check

CHECKS: tuple[Check, ...] = (*messaging.CHECKS,)

AREAS = tuple(dict.fromkeys(check.area for check in CHECKS))
