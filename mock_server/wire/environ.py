"""What the gate learns about a request and hands on in its environ."""

API_VERSION = "dhis2_mock.api_version"
"""The N of `/api/N`, a whole number; absent without one (query.md 1)."""

SUFFIX = "dhis2_mock.suffix"
"""`json` or `xml`, where the path ended in it (query.md 1)."""

IDLING = "dhis2_mock.idling"
"""A context manager's factory, from servers with few threads: while one of them is
in the block, another does its work."""

PASSAGE = "dhis2_mock.passage"
"""The `Passage` of the request over the desk; absent on the control plane."""

WORLD = "dhis2_mock.world"
"""The `World` that the request is for (control-plane 3.6)."""

IDENTITY = "dhis2_mock.identity"
"""Who asks, a `User`, or the error that says why nobody does; found out once."""

SESSION = "dhis2_mock.session"
"""The token of a session that begins with the answer; empty where one ends."""
