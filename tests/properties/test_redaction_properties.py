"""No secret that a request carries is in what the journal shows of it (check 25)."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any
from urllib.parse import quote, quote_plus, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.domain.clock import real_time
from mock_server.journal import curl, har
from mock_server.journal.documents import document
from mock_server.journal.record import Entry, RecordedRequest
from mock_server.journal.redaction import is_secret, redact_text, redact_url
from mock_server.traffic import Incoming, Outgoing

MARK = "hUsHhUsH"
NAMES = st.sampled_from(
    [
        *("password", "j_password", "token", "apiToken", "api-key", "PASSWORD"),
        *("newPassword1", "old_passwd", "client_secret", "access_token"),
        "keyEmailPassword",
    ]
)
LETTERS = st.text("abcXYZ0189 ,;:/'\"\\{}[]<>=&?#%+äß€\t_-.$", max_size=12)
SECRETS = st.builds(lambda before, after: f"{before}{MARK}{after}", LETTERS, LETTERS)
HARMLESS = st.one_of(st.none(), st.integers(), st.text(max_size=8))
DOCUMENTS = st.recursive(
    HARMLESS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.text(max_size=5), inner, max_size=3),
    ),
    max_leaves=8,
)


@st.composite
def hiding(draw: st.DrawFn) -> Any:
    """Draw a JSON value that has a secret under a telling key, at some depth."""
    value: Any = {draw(NAMES): draw(SECRETS)}
    if draw(st.booleans()):
        value = {draw(NAMES): {"value": draw(SECRETS), "more": [draw(SECRETS)]}}
    for _ in range(draw(st.integers(0, 3))):
        other = draw(DOCUMENTS)
        value = draw(
            st.sampled_from([[other, value], {"a": other, "b": value}, [value]])
        )
    return value


def shown(incoming: Incoming, answer: bytes = b"") -> str:
    """Return everything that can be seen of a request, in all forms."""
    outgoing = Outgoing(
        200, "OK", (("Set-Cookie", f"JSESSIONID={MARK}; Path=/"),), answer
    )
    moment = real_time()
    size = len(answer)
    recorded = RecordedRequest(moment, moment, "default", incoming, outgoing, size)
    one = document(Entry(1, recorded))
    exported = [har.archive([one]), curl.command(one, None), curl.command(one, {})]
    return json.dumps([one, *exported], ensure_ascii=False)


def request(**parts: Any) -> Incoming:
    """Return a request with these parts."""
    parts.setdefault("path", "/api/messageConversations")
    parts.setdefault("body_size", len(parts.get("body", b"")))
    return Incoming("POST", **parts)


class TestBodies:
    """Secrets in bodies, whatever type the body claims."""

    @given(
        value=hiding(),
        ascii_only=st.booleans(),
        indent=st.sampled_from([None, 2]),
        before=st.sampled_from(["", " ", "\ufeff", "x"]),
    )
    def test_json_value_is_hidden(
        self, value: Any, indent: int | None, before: str, *, ascii_only: bool
    ) -> None:
        """A value under a telling key goes, text or object, at any depth."""
        text = before + json.dumps(value, ensure_ascii=ascii_only, indent=indent)

        seen = shown(request(body=text.encode("utf-8", "surrogatepass")), text.encode())

        assert MARK not in seen

    @given(value=hiding(), data=st.data())
    def test_cut_json_is_hidden(self, value: Any, data: st.DataObject) -> None:
        """A body that ends in the middle of a secret shows nothing of it."""
        text = json.dumps(value)
        cut = data.draw(st.integers(0, len(text)))

        assert MARK not in redact_text(text[:cut])

    @given(name=NAMES, secret=SECRETS, other=st.text(max_size=8))
    def test_form_field_is_hidden(self, name: str, secret: str, other: str) -> None:
        """A form field goes, its name percent-encoded or not."""
        encoded = "".join(f"%{ord(letter):02x}" for letter in name)
        fields = urlencode([("other", other), (name, secret)])

        seen = shown(request(body=f"{fields}&{encoded}={quote_plus(secret)}".encode()))

        assert MARK not in seen

    @given(name=NAMES, secret=LETTERS)
    def test_multipart_field_is_hidden(self, name: str, secret: str) -> None:
        """A field of a multipart body goes, beside a file that is no text, too."""
        head = "--b\r\nContent-Disposition: form-data; name="
        text = f'{head}"{name}"\r\n\r\n{secret}{MARK}\r\n--b--\r\n'
        binary = f'{head}"file"; filename="a"\r\n\r\n'.encode() + b"\0\xff\r\n"

        seen = shown(request(body=text.encode()))
        binary_seen = shown(request(body=binary + text.encode()))

        assert MARK not in seen
        assert MARK not in binary_seen
        assert b64encode(MARK.encode()).decode()[2:-4] not in binary_seen

    @given(name=NAMES, secret=st.text("abc \"'=&;", max_size=8))
    def test_xml_is_hidden(self, name: str, secret: str) -> None:
        """An element goes, and so does an attribute."""
        inner = f"{secret.replace('&', '&amp;')}{MARK}"
        attribute = inner.replace('"', "&quot;")
        body = f'<a><{name} x="1">{inner}</{name}><b {name}="{attribute}"/></a>'

        assert MARK not in shown(request(body=body.encode()))

    @given(text=st.text(max_size=40))
    def test_any_text_can_be_searched(self, text: str) -> None:
        """Searching never fails, and finds nothing more the second time."""
        once = redact_text(text)

        assert redact_text(once) == once

    @given(text=st.text('abc {}[]":,.<>/=?', max_size=40))
    def test_text_without_telling_names_stays(self, text: str) -> None:
        """What has no telling name in it is shown as it came."""
        assert redact_text(text) == text

    def test_login_that_is_no_json_is_hidden_whole(self) -> None:
        """Of a login that cannot be read nothing is shown."""
        body = f"mobile {MARK}".encode()

        assert MARK not in shown(request(body=body, operation="auth.login"))

    @pytest.mark.parametrize("path", ["keyEmailPassword", "recaptchaSecret"])
    def test_secret_setting_is_hidden_whole(self, path: str) -> None:
        """Where the path names a secret, bodies and parameters are it."""
        incoming = request(
            path=f"/api/systemSettings/{path}",
            raw_path=f"/api/systemSettings/{path}",
            query_string=f"value={MARK}",
            body=MARK.encode(),
        )

        assert MARK not in shown(incoming, f"set to value '{MARK}'.".encode())

    def test_compressed_body_is_hidden_whole(self) -> None:
        """What would have to be unpacked to be searched is not shown."""
        incoming = request(
            headers=(("Content-Encoding", "gzip"),), body=f"\x1f{MARK}".encode()
        )

        assert MARK not in shown(incoming)


class TestHeadersAndAddress:
    """Secrets beside the body."""

    @given(
        name=st.sampled_from(
            [
                *("Authorization", "Proxy-Authorization", "Cookie"),
                *("X-Auth-Token", "X-XSRF-TOKEN", "X-Api-Key"),
            ]
        ),
        scheme=st.sampled_from(["", "Basic ", "ApiToken ", "Bearer ", "Odd "]),
        secret=st.text("abc=;, ", max_size=8),
    )
    def test_header_is_hidden(self, name: str, scheme: str, secret: str) -> None:
        """Credentials, cookies and tokens in headers go."""
        value = f"{scheme}{MARK}{secret}"
        value = f"A={MARK}; B={MARK}" if name == "Cookie" else value

        assert MARK not in shown(request(headers=((name, value),)))

    @given(name=NAMES, secret=SECRETS)
    def test_parameter_is_hidden(self, name: str, secret: str) -> None:
        """A parameter goes from the address and from the list of parameters."""
        encoded = "".join(f"%{ord(letter):02X}" for letter in name)
        query = f"a=b&{name}={quote(secret)}&{encoded}={quote(secret)}"
        referer = ("Referer", f"http://mock/?{name}={MARK}")

        incoming = request(query_string=query, headers=(referer,))

        assert MARK not in shown(incoming)

    @given(text=LETTERS)
    def test_access_token_is_hidden_anywhere(self, text: str) -> None:
        """A personal access token goes wherever it stands."""
        token = f"d2pat_{MARK}0123456789"
        incoming = request(
            path=f"/api/{token}",
            raw_path=f"/api/{token}",
            query_string=f"x={token}",
            headers=(("X-Other", token),),
            body=f"{text} {token} {text}".encode(),
        )

        assert MARK not in shown(incoming, token.encode())


class TestNames:
    """Which names tell of a secret."""

    @pytest.mark.parametrize(
        "name",
        [
            "minPasswordLength",
            "passwordLastUpdated",
            "key",
            "subject",
            "tokens",
            "text",
        ],
    )
    def test_other_names_stay(self, name: str) -> None:
        """Names that merely speak of secrets do not hide what they hold."""
        assert not is_secret(name)
        assert redact_url(f"/api/x?{name}=1") == f"/api/x?{name}=1"

    def test_text_keeps_its_form(self) -> None:
        """All but the secret is left as it was written."""
        text = '{ "username": "a",\n "password": "b", "n": [1] }'

        assert redact_text(text) == (
            '{ "username": "a",\n "password": "[redacted]", "n": [1] }'
        )

    def test_broken_key_hides_no_other(self) -> None:
        """A key that is no JSON does not keep the next from being read."""
        text = '{"a\\q": 1, "token": "b"}'

        assert redact_text(text) == '{"a\\q": 1, "token": "[redacted]"}'
