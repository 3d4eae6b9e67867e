"""Requests and answers as plain data (traffic.py)."""

from __future__ import annotations

from mock_server.traffic import Incoming, Outgoing

MULTIPART = (
    b"--x\r\n"
    b'Content-Disposition: form-data; name="domain"\r\n'
    b"\r\n"
    b"MESSAGE_ATTACHMENT\r\n"
    b"--x\r\n"
    b'Content-Disposition: form-data; name="file"; filename="secret.txt"\r\n'
    b"Content-Type: text/plain\r\n"
    b"\r\n"
    b"what the file holds\r\n"
    b"--x--\r\n"
)


class TestIncoming:
    """A request."""

    def test_header_in_any_case(self) -> None:
        """Header names differ in case and are the same."""
        incoming = Incoming("GET", "/api/me", headers=(("X-Trace-Id", "7"),))

        assert incoming.header("x-trace-ID") == "7"
        assert incoming.header("X-Other") is None

    def test_text_is_utf8(self) -> None:
        """A body is read as UTF-8, and what is none is replaced."""
        incoming = Incoming("POST", "/api/x", body=b"caf\xc3\xa9 \xff")

        assert incoming.text == "café \ufffd"

    def test_text_of_multipart_leaves_files_out(self) -> None:
        """Of a multipart body only what is no file is text (control-plane 3.3)."""
        headers = (("Content-Type", "multipart/form-data; boundary=x"),)
        incoming = Incoming("POST", "/api/x", headers=headers, body=MULTIPART)

        assert incoming.text == "MESSAGE_ATTACHMENT"

    def test_text_of_broken_multipart_is_empty(self) -> None:
        """A body that is not as multipart as it says has no text."""
        headers = (("Content-Type", "multipart/form-data"),)
        incoming = Incoming("POST", "/api/x", headers=headers, body=b"nothing")

        assert incoming.text == ""


def test_status_line_has_reason() -> None:
    """WSGI wants code and reason in one text."""
    assert Outgoing(404, "NOT FOUND").status_line == "404 NOT FOUND"
