"""Makes the app for `flask --app app run` and gunicorn; `python app.py` serves it."""

import sys

from mock_server.cli import app_from_environment as create_app
from mock_server.cli import main

__all__ = ["create_app"]

if __name__ == "__main__":
    sys.exit(main())
