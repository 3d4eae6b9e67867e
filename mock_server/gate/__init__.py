"""The gate: the WSGI layers that every request passes on its way to a route."""
