"""The control plane's blueprint and the guard that stands before it."""

from flask import Blueprint, request
from werkzeug.exceptions import Forbidden

control = Blueprint("control", __name__, url_prefix="/__mock")


@control.before_request
def _refuse_foreign_origins() -> None:
    """Let no web page in the developer's browser drive the mock (control-plane 3.1)."""
    origin = request.headers.get("Origin")
    if origin is not None and origin != request.host_url.rstrip("/"):
        raise Forbidden("The control plane answers no other origin.")
