"""Tests that start the mock's container themselves, or use the one at `DHIS2_URL`."""

import os
from collections.abc import Iterator

import pytest
import requests
from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import HttpWaitStrategy

PORT = 8080


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Return the address of a running mock."""
    if "DHIS2_URL" in os.environ:
        yield os.environ["DHIS2_URL"]
        return
    ready = HttpWaitStrategy(PORT, "/__mock/health")
    image = os.environ.get("DHIS2_MOCK_IMAGE", "dhis2-mock")
    container = DockerContainer(image).with_exposed_ports(PORT).waiting_for(ready)
    with container:
        host = container.get_container_host_ip()
        yield f"http://{host}:{container.get_exposed_port(PORT)}"


@pytest.fixture
def url(server: str) -> Iterator[str]:
    """Return the address of a world for one test."""
    world = requests.post(f"{server}/__mock/worlds", timeout=10).json()
    yield world["url"]
    requests.delete(f"{server}/__mock/worlds/{world['name']}", timeout=10)


def test_reply_is_kept(url: str) -> None:
    conversation = f"{url}/api/messageConversations/ZjHHSjyyeJ2"
    mobile = ("mobile", "district")

    requests.post(
        conversation,
        data="On its way.",
        headers={"Content-Type": "text/plain"},
        auth=mobile,
        timeout=10,
    )

    found = requests.get(
        conversation, params={"fields": "messages[text]"}, auth=mobile, timeout=10
    ).json()
    assert found["messages"][-1]["text"] == "On its way."
