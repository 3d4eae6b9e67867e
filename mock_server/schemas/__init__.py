"""Shapes of what comes in and goes out, as marshmallow schemas."""
