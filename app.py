"""Makes the app for `flask --app app run` and gunicorn; `python app.py` serves it."""

import sys

from mock_server.cli import main
from mock_server.cli.serve import app_from_environment as create_app

__all__ = ["create_app"]

if __name__ == "__main__":
    sys.exit(main())
