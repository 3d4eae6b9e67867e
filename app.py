"""Makes the app for `flask --app app run` and gunicorn; `python app.py` serves it."""

import os
import sys

from flask import Flask

from mock_server import cli, factory


def create_app() -> Flask:
    """Make the app that the `DHIS2_MOCK_*` variables describe."""
    return factory.create_app(cli.parse([], os.environ).settings)


if __name__ == "__main__":
    sys.exit(cli.main())
