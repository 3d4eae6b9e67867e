"""How Hypothesis runs here: a busy machine proves nothing, so there is no deadline."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
