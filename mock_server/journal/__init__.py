"""The journal: every request to the mocked API, what it did and what was sent."""
