"""A small HTTP server, for any WSGI application: connections, requests, answers."""
