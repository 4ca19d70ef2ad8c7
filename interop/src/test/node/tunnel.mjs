// The tunnel client of @azure/web-pubsub-socket.io, which is the code of the vendor's awps-tunnel tool, as it comes.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { WebPubSubEventHandler } from "@azure/web-pubsub-express";
import { AzureKeyCredential } from "@azure/core-auth";
import { Inbox, client, connectionString, hub, link, ok, refused, run, same, until } from "./kit.mjs";

const require = createRequire(import.meta.url);
const { HttpServerProxy, InprocessServerProxy } = require("@azure/web-pubsub-socket.io/dist/serverProxies/index.js");
const { TunnelConnection } = require("@azure/web-pubsub-socket.io/dist/serverProxies/tunnels/TunnelConnection.js");

const { endpoint, accessKey } = Object.fromEntries(
  connectionString
    .split(";")
    .filter(Boolean)
    .map((pair) => [pair.slice(0, pair.indexOf("=")).replace(/^./, (c) => c.toLowerCase()), pair.slice(pair.indexOf("=") + 1)]),
);
const text = (body) => new TextEncoder().encode(body);
const reply = (status, body, headers = { "Content-Type": ["text/plain"] }) => ({ StatusCode: status, Headers: headers, Content: text(body) });

/** An event of the client and what came of it. */
async function say(alice, what) {
  await alice.sdk.sendEvent("say", what, "text");
  return (await alice.serverMessage()).data;
}

/** A tunnel whose handler answers every event with its own text, in capitals. */
async function echo(url = endpoint) {
  const calls = new Inbox();
  const tunnel = new TunnelConnection(url, new AzureKeyCredential(accessKey), hub, async (request) => {
    calls.put(request);
    const allowed = { "webhook-allowed-origin": ["*"], "Content-Type": ["text/plain"] };
    return reply(200, Buffer.from(request.Content ?? "").toString().toUpperCase(), allowed);
  });
  await tunnel.runAsync(() => true);
  return { tunnel, calls };
}

/** An application's server on this machine; answers as told and keeps what it was asked. */
async function application(answer) {
  const asked = new Inbox();
  const server = createServer((request, response) => {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      const { method, url, headers } = request;
      asked.put({ method, url, headers, body: Buffer.concat(parts).toString() });
      answer(request, response);
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { asked, server, url: `http://127.0.0.1:${server.address().port}` };
}

await run({
  async answersEvents() {
    const { calls } = await echo();
    ok("the tunnel is open");
    const alice = await client({ userId: "alice" });
    same(await say(alice, "hello"), "HELLO", "a client's event is answered through it");
    const validation = await calls.next("validation");
    same(validation.HttpMethod, "OPTIONS", "the handler was asked for its consent first");
    same(new URL(validation.Url).pathname, "/hook/validate", "at the path of the template");
    const call = await calls.next("event");
    same(new URL(call.Url).pathname, "/hook/say", "then called at the path of the event");
    same(call.Headers["ce-userId"], ["alice"], "with the event's headers");
  },

  async comesBack() {
    const { tunnel } = await echo(link.endpoint);
    const alice = await client();
    same(await say(alice, "before"), "BEFORE", "answered before the cut");
    const first = [...tunnel.clients.values()][0].currentConnectionId;
    await link.order("cut");
    await until(() => {
      const now = [...tunnel.clients.values()][0]?.currentConnectionId;
      return now !== undefined && now !== first;
    }, "the tunnel is open again");
    same(await say(alice, "after"), "AFTER", "answered behind the cut");
  },

  async survivesARestart() {
    const { tunnel } = await echo();
    const before = await client();
    same(await say(before, "before"), "BEFORE", "answered before the restart");
    before.sdk.stop();
    const first = [...tunnel.clients.values()][0].currentConnectionId;
    ok("restart now");
    await until(() => {
      const now = [...tunnel.clients.values()][0]?.currentConnectionId;
      return now !== undefined && now !== first;
    }, "the tunnel is open to the new server");
    const after = await client();
    same(await say(after, "after"), "AFTER", "answered behind the restart");
  },

  async callsTheService() {
    const proxy = InprocessServerProxy.fromConnectionString(connectionString, hub);
    await proxy.runAsync();
    const alice = await client();
    const bob = await client();
    await proxy.sendToConnection(alice.id, "one");
    same((await alice.serverMessage()).data, "one", "a connection is reached");
    await proxy.addConnectionsToGroups(["room"], `connectionId eq '${alice.id}'`);
    await proxy.group("room").sendToAll("two");
    same((await alice.groupMessage()).data, "two", "a group is joined by filter and reached");
    await proxy.sendToAll("three", { filter: "'room' in groups" });
    await proxy.sendToAll("four");
    same((await alice.serverMessage()).data, "three", "a filter with blanks lets a member through");
    same((await bob.serverMessage()).data, "four", "and nobody else");
    await proxy.group("room").removeConnection(alice.id);
    await proxy.addConnectionsToGroups(["hall"], `connectionId eq '${bob.id}'`);
    await proxy.removeConnectionsFromGroups(["hall"], `connectionId eq '${bob.id}'`);
    ok("connections are removed from groups");
    for (let i = 0; i < 200; i++) proxy.sendToAll(`${i}`);
    await alice.serverMessage();
    for (let i = 0; i < 200; i++) {
      const { data } = await alice.serverMessage();
      if (data !== `${i}`) throw new Error(`${data} came in place of ${i}`);
    }
    ok("many calls keep their order");
    await refused(() => proxy.invoke("x", () => {}), { message: "invoke got unexpected status code 404" }, "an unknown call is 404");
    proxy.stop();
  },

  async carriesTheExpressHandler() {
    const events = new Inbox();
    const handler = new WebPubSubEventHandler(hub, {
      path: "/hook",
      handleConnect: (request, response) => response.success({ userId: `${request.context.userId}!` }),
      handleUserEvent: (request, response) => {
        const before = request.context.states.count ?? 0;
        response.setState("count", before + 1);
        response.success(`${request.data} ${before}`, "text");
      },
      onConnected: (request) => events.put(`connected ${request.context.userId}`),
      onDisconnected: (request) => events.put(`disconnected ${request.context.userId}`),
    });
    const proxy = InprocessServerProxy.fromConnectionString(connectionString, hub, handler.getMiddleware());
    await proxy.runAsync();
    const alice = await client({ userId: "alice" });
    same(alice.userId, "alice!", "connect is decided");
    same(await events.next("connected"), "connected alice!", "connected is told");
    same(await say(alice, "a"), "a 0", "an event is answered");
    same(await say(alice, "b"), "b 1", "with the state that the one before it left");
    alice.sdk.stop();
    same(await events.next("disconnected"), "disconnected alice!", "disconnected is told");
    proxy.stop();
  },

  async leadsToALocalServer() {
    const app = await application((request, response) => {
      response.setHeader("WebHook-Allowed-Origin", "*");
      response.setHeader("Content-Type", "text/plain");
      response.end(request.method === "POST" ? "from the application" : "");
    });
    const proxy = HttpServerProxy.fromConnectionString(connectionString, hub, { target: app.url });
    await proxy.runAsync({});
    const alice = await client({ userId: "ärger 日本" });
    same(await say(alice, "hello"), "from the application", "a client's event is answered by the application");
    const validation = await app.asked.next("validation");
    same([validation.method, validation.url], ["OPTIONS", "/hook/validate"], "asked for its consent");
    const event = await app.asked.next("event");
    same([event.method, event.url, event.body], ["POST", "/hook/say", "hello"], "called with the event");
    same(event.headers["content-length"], "5", "of known length");
    same(Buffer.from(event.headers["ce-userid"], "latin1").toString(), "ärger 日本", "with the user id in its own letters");
    app.server.close();
    app.server.closeAllConnections();
    await refused(() => alice.sdk.sendEvent("say", "x", "text"), { name: "SendMessageError" }, "without the application the event fails");
  },

  async isRefusedWithAWrongKey() {
    const tunnel = new TunnelConnection(endpoint, new AzureKeyCredential("another key that is long enough for HS256"), hub);
    await refused(() => tunnel.runAsync(() => false), {}, "the tunnel is refused");
  },
});
