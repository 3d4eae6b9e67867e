"""Tests that are coroutines, run by the plugins that people have for them."""

from __future__ import annotations

import pytest

TESTS = """
    import asyncio

    import httpx
    import pytest

    CONVERSATIONS = "/api/messageConversations"

    @pytest.fixture
    def client(dhis2_mock):
        return httpx.AsyncClient(base_url=dhis2_mock.url, auth=("mobile", "district"))

    @pytest.mark.{marker}
    async def test_answers_come_to_one_loop(client, dhis2_mock):
        async with client:
            sent = [
                client.post(f"{{CONVERSATIONS}}/ZjHHSjyyeJ2", content=str(number))
                for number in range(10)
            ]
            answers = await asyncio.gather(*sent)

        assert {{each.status_code for each in answers}} == {{200}}
        dhis2_mock.verify("messageConversations.reply", user="mobile", times=10)

    @pytest.mark.{marker}
    async def test_world_is_fresh(client, dhis2_mock):
        async with client:
            found = await client.get(CONVERSATIONS)

        assert found.status_code == 200
        assert len(dhis2_mock.requests) == 1
"""


@pytest.mark.parametrize(
    ("marker", "options"),
    [("anyio", ()), ("asyncio", ("-p", "asyncio", "-p", "no:anyio"))],
)
def test_coroutines_take_the_fixture(
    pytester: pytest.Pytester, marker: str, options: tuple[str, ...]
) -> None:
    """A coroutine has a world as any test has, and one loop many requests at once."""
    pytester.makeconftest(
        """
        import pytest

        @pytest.fixture
        def anyio_backend():
            return "asyncio"
        """
    )
    pytester.makepyfile(TESTS.format(marker=marker))

    result = pytester.runpytest_subprocess(*options)

    result.assert_outcomes(passed=2)
