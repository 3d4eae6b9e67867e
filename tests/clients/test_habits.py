"""What single libraries do in ways of their own, and need the server to bear with."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from dhis2 import Api, RequestException
from dhis2_client import DHIS2Client
from dhis2_client.errors import DHIS2HTTPError

from mock_server import MockWorld, connect, faults
from tests.clients.client import Client

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.clients

MOBILE = "PhzytPW3g2J"
MORTALITY = "ZjHHSjyyeJ2"
TRAINING = "WzMRrCosqc0"
UNKNOWN = "Unknown0000"
READ = "messageConversations.get"


class TestDhis2Py:
    """It adds a suffix to every GET, and takes parameters as a list of pairs."""

    @pytest.fixture
    def api(self, url: str) -> Iterator[Api]:
        """Sign mobile in."""
        api = Api(url, "mobile", "district", user_agent="habits")
        yield api
        api.session.close()

    def test_suffix_follows_the_uid(self, api: Api) -> None:
        """`.json` after a uid is no part of it (clients.md 1)."""
        answer = api.get(f"messageConversations/{MORTALITY}")

        assert answer.url.endswith(f"/api/messageConversations/{MORTALITY}.json")
        assert answer.json()["id"] == MORTALITY

    def test_version_of_the_api_is_in_the_path(self, url: str) -> None:
        """A number after `/api` leads to the same resources (query.md 1)."""
        api = Api(url, "mobile", "district", api_version=41)

        answer = api.get("me", params={"fields": "id"})

        api.session.close()
        assert answer.url == f"{url}/api/41/me.json?fields=id"
        assert answer.json() == {"id": MOBILE}

    def test_xml_is_sent_where_it_was(self, api: Api, profile: str) -> None:
        """`.xml` gives XML as long as the server has it, a 406 after (1.5)."""
        if profile == "documented":
            answer = api.get("messageConversations", file_type="xml")

            assert answer.headers["Content-Type"].startswith("application/xml")
            assert answer.text.startswith("<messageConversations ")
        else:
            with pytest.raises(RequestException) as refused:
                api.get("messageConversations", file_type="xml")

            assert refused.value.code == 406

    def test_pairs_repeat_a_parameter(self, api: Api) -> None:
        """Several conversations are left by one call (messaging.md 4.16)."""
        pairs = [("mc", MORTALITY), ("mc", TRAINING), ("mc", UNKNOWN)]

        answer = api.delete("messageConversations", params=pairs)

        left = api.get("messageConversations", params={"paging": "false"}).json()
        assert set(answer.json()["removed"]) == {MORTALITY, TRAINING}
        assert not {MORTALITY, TRAINING} & {
            row["id"] for row in left["messageConversations"]
        }

    def test_refusal_has_status_and_body(self, api: Api) -> None:
        """The error of the library holds what the server said (messaging.md 4.5)."""
        with pytest.raises(RequestException) as refused:
            api.post(f"messageConversations/{UNKNOWN}", json={"text": "x"})

        assert refused.value.code == 404
        assert "Message conversation does not exist: Unknown0000" in (
            refused.value.description
        )


class TestDhis2Client:
    """It says application/json about every request, bodies or not."""

    @pytest.fixture
    def client(self, url: str) -> Iterator[DHIS2Client]:
        """Sign mobile in."""
        client = DHIS2Client(url, username="mobile", password="district")
        yield client
        client.close()

    def test_delete_without_body_is_obeyed(self, client: DHIS2Client) -> None:
        """The type of a body that is not there is no matter (messaging.md 4.15)."""
        answer = client.delete(f"/api/messageConversations/{TRAINING}/{MOBILE}")

        rows = client.get("/api/messageConversations")["messageConversations"]
        assert len(answer["removed"]) == 1
        assert TRAINING not in {row["id"] for row in rows}

    def test_reply_of_json_is_stored_as_it_is(self, client: DHIS2Client) -> None:
        """JSON is text like any other to a reply (messaging.md 4.5, case 51)."""
        path = f"/api/messageConversations/{MORTALITY}"

        client.post(path, json={"text": "second"})

        read = client.get(path, params={"fields": "messages[text]"})
        assert read["messages"][-1]["text"] == '{"text":"second"}'

    def test_error_has_the_message(self, client: DHIS2Client) -> None:
        """The error of the library holds status and message (clients.md 1)."""
        with pytest.raises(DHIS2HTTPError) as refused:
            client.get("/api/messageConversations/lxCjiigqrJx")

        assert refused.value.status_code == 404
        assert "No MessageConversation found" in str(refused.value)

    def test_users_are_not_for_all(self, client: DHIS2Client) -> None:
        """Who may not view users is told so (resources.md 5)."""
        with pytest.raises(DHIS2HTTPError) as refused:
            list(client.get_users())

        assert refused.value.status_code == 403

    @pytest.fixture
    def world(self, url: str) -> Iterator[MockWorld]:
        """Return the server as a test steers it; its failures here are meant."""
        world = connect(url)
        yield world
        world.requests.clear()

    def test_single_failures_are_hidden(
        self, client: DHIS2Client, world: MockWorld
    ) -> None:
        """A read that fails three times is asked a fourth time (clients.md 1)."""
        world.fault(READ, faults.status(500), times=3)

        answer = client.get(f"/api/messageConversations/{MORTALITY}")

        assert answer["id"] == MORTALITY
        world.verify(READ, exactly=4)

    def test_lasting_failure_is_told(
        self, client: DHIS2Client, world: MockWorld
    ) -> None:
        """After four answers of 500 the library gives up (clients.md 1)."""
        world.fault(READ, faults.status(500))

        with pytest.raises(DHIS2HTTPError) as failed:
            client.get(f"/api/messageConversations/{MORTALITY}")

        assert failed.value.status_code == 500
        world.verify(READ, exactly=4)


class TestDataEngine:
    """It sorts refusals by their status, and answers by their type."""

    def test_conflict_is_of_type_access(self, app: Client) -> None:
        """401, 403 and 409 are one type, with the message of the answer."""
        with pytest.raises(app.refusal) as refused:
            app.post("messageConversations", json={"subject": "x"})

        assert '"type": "access"' in app.words(refused.value)
        assert '"httpStatusCode": 409' in app.words(refused.value)

    def test_bad_value_is_of_unknown_type(self, app: Client) -> None:
        """Any other status keeps the answer in its details."""
        with pytest.raises(app.refusal) as refused:
            app.set_priority(MORTALITY, "FOO")

        assert '"type": "unknown"' in app.words(refused.value)
        assert "Valid values are: [NONE, LOW, MEDIUM, HIGH]" in (
            app.words(refused.value)
        )

    def test_empty_answer_is_an_empty_blob(self, app: Client) -> None:
        """A 204 has no type, so that the engine does not look for JSON in it."""
        answer = app.post(
            f"messageConversations/{MORTALITY}/recipients", json={"users": []}
        )

        assert answer == {"base64": ""}


class TestCurl:
    """It calls every body a form unless it is told otherwise."""

    def test_form_is_no_message(self, url: str) -> None:
        """`-d` without a header is refused by name (messaging.md 4.4, case 19)."""
        command = "curl -s -u admin:district -d"

        done = subprocess.run(
            [*command.split(), '{"subject": "x"}', f"{url}/api/messageConversations"],
            capture_output=True,
            text=True,
            check=True,
            timeout=10,
        )

        assert '"httpStatusCode":415' in done.stdout
        assert "application/x-www-form-urlencoded" in done.stdout
