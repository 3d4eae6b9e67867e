// Tests that start the mock's container themselves, or use the one at DHIS2_URL.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { GenericContainer, Wait } from "testcontainers";

const PORT = 8080;
const image = process.env.DHIS2_MOCK_IMAGE ?? "dhis2-mock";
const authorization = `Basic ${btoa("mobile:district")}`;

let container;
let server = process.env.DHIS2_URL;

before(async () => {
  if (server) return;
  container = await new GenericContainer(image)
    .withExposedPorts(PORT)
    .withWaitStrategy(Wait.forHttp("/__mock/health", PORT))
    .start();
  server = `http://${container.getHost()}:${container.getMappedPort(PORT)}`;
});

after(() => container?.stop());

test("a reply is kept", async () => {
  const made = await fetch(`${server}/__mock/worlds`, { method: "POST" });
  const { url } = await made.json();
  const conversation = `${url}/api/messageConversations/ZjHHSjyyeJ2`;

  await fetch(conversation, {
    method: "POST",
    headers: { authorization, "content-type": "text/plain" },
    body: "On its way.",
  });

  const answer = await fetch(`${conversation}?fields=messages[text]`, {
    headers: { authorization },
  });
  const { messages } = await answer.json();
  assert.equal(messages.at(-1).text, "On its way.");
});
