"""How Sphinx makes the documentation; `make docs` runs it with warnings as errors."""

from mock_server import __version__

project = "dhis2-mock"
author = "the dhis2-mock authors"
project_copyright = f"2026, {author}"
release = version = __version__

extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
nitpicky = True
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = f"dhis2-mock {__version__}"
