// @azure/web-pubsub as a back end uses it, one scenario per run.
import { createHmac } from "node:crypto";
import { Readable } from "node:stream";
import { AzureKeyCredential, WebPubSubServiceClient } from "@azure/web-pubsub";
import WebSocket from "ws";
import { bytes, client, connectionString, hub, ok, refused, run, same, service, until } from "./kit.mjs";

const TEXT = { contentType: "text/plain" };
const settings = Object.fromEntries(
  connectionString
    .split(";")
    .filter(Boolean)
    .map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
);

/** The token an access key signs for one request, made by hand where the SDK has no call for it. */
function bearer(url) {
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${encode({ alg: "HS256", typ: "JWT" })}.${encode({ aud: url, exp: Math.floor(Date.now() / 1000) + 60 })}`;
  return `Bearer ${signed}.${createHmac("sha256", settings.AccessKey).update(signed).digest("base64url")}`;
}

/** "open", or the status with which the handshake was refused. */
function outcome(socket) {
  return new Promise((resolve, reject) => {
    socket.on("open", () => resolve("open"));
    socket.on("unexpected-response", (_, response) => {
      response.resume();
      resolve(response.statusCode);
    });
    socket.on("error", reject);
  });
}

await run({
  async clientAccessToken() {
    const { url, baseUrl, token } = await service().getClientAccessToken({ userId: "alice" });
    same(url, `${baseUrl}?access_token=${token}`, "url carries the token");
    const claims = JSON.parse(Buffer.from(token.split(".")[1], "base64url"));
    same(claims.sub, "alice", "token names the user");
    same(claims.aud, `${settings.Endpoint}/client/hubs/${hub}`, "token names the hub's address");
    const alice = await client({ userId: "alice", groups: ["room"] });
    same(alice.userId, "alice", "connected with it");
    same(await service().groupExists("room"), true, "joined the group named in it");
  },

  async generateToken() {
    const url = `${settings.Endpoint}/api/hubs/${hub}/:generateToken?userId=alice&role=webpubsub.sendToGroup&group=room&minutesToExpire=5&api-version=2024-12-01`;
    const answer = await fetch(url, { method: "POST", headers: { Authorization: bearer(url) } });
    same(answer.status, 200, "answered 200");
    const { token } = await answer.json();
    const claims = JSON.parse(Buffer.from(token.split(".")[1], "base64url"));
    same(claims.sub, "alice", "token names the user");
    const socket = new WebSocket(`${settings.Endpoint.replace("http", "ws")}/client/hubs/${hub}?access_token=${token}`);
    same(await outcome(socket), "open", "a client connects with it");
    await until(() => service().userExists("alice"), "the service knows the user");
    same(await service().groupExists("room"), true, "and the group");
    socket.close();
  },

  async sendToAll() {
    const alice = await client({ userId: "alice" });
    const bob = await client({ userId: "bob" });
    await service().sendToAll("text", TEXT);
    same(await alice.serverMessage(), { dataType: "text", data: "text" }, "alice received text");
    same(await bob.serverMessage(), { dataType: "text", data: "text" }, "bob received text");
    await service().sendToAll({ json: [1, "two"] });
    same(await bob.serverMessage(), { dataType: "json", data: { json: [1, "two"] } }, "bob received json");
    await service().sendToAll(bytes(255, 0, 1));
    same(await bob.serverMessage(), { dataType: "binary", data: "ff0001" }, "bob received binary");
    await service().sendToAll("not for alice", { ...TEXT, excludedConnections: [alice.id] });
    same((await bob.serverMessage()).data, "not for alice", "bob received what excludes alice");
    await service().sendToAll("marker", TEXT);
    await alice.serverMessage();
    await alice.serverMessage();
    same((await alice.serverMessage()).data, "marker", "alice did not");
  },

  async sendToUser() {
    const phone = await client({ userId: "al ice/ü+" });
    const laptop = await client({ userId: "al ice/ü+" });
    const bob = await client({ userId: "bob" });
    await service().sendToUser("al ice/ü+", "text", TEXT);
    same(await phone.serverMessage(), { dataType: "text", data: "text" }, "first connection received text");
    same(await laptop.serverMessage(), { dataType: "text", data: "text" }, "second connection too");
    await service().sendToUser("al ice/ü+", "a json string");
    same(await phone.serverMessage(), { dataType: "json", data: "a json string" }, "received json");
    await service().sendToUser("al ice/ü+", bytes(7));
    same(await phone.serverMessage(), { dataType: "binary", data: "07" }, "received binary");
    await service().sendToUser("nobody", "text", TEXT);
    ok("sending to nobody succeeds");
    await service().sendToUser("bob", "marker", TEXT);
    same((await bob.serverMessage()).data, "marker", "another user received nothing of it");
  },

  async sendToConnection() {
    const alice = await client();
    const bob = await client();
    await service().sendToConnection(alice.id, "text", TEXT);
    same(await alice.serverMessage(), { dataType: "text", data: "text" }, "received text");
    await service().sendToConnection(alice.id, { n: 1 });
    same(await alice.serverMessage(), { dataType: "json", data: { n: 1 } }, "received json");
    await service().sendToConnection(alice.id, bytes());
    same(await alice.serverMessage(), { dataType: "binary", data: "" }, "received empty binary");
    await service().sendToConnection("no-such-connection", "text", TEXT);
    ok("sending to no connection succeeds");
    await service().sendToConnection(bob.id, "marker", TEXT);
    same((await bob.serverMessage()).data, "marker", "another connection received nothing of it");
  },

  async sendToGroup() {
    const alice = await client({ groups: ["my room/ä"] });
    const bob = await client({ groups: ["my room/ä"] });
    const group = service().group("my room/ä");
    await group.sendToAll("text", TEXT);
    const text = { group: "my room/ä", dataType: "text", data: "text" };
    same(await alice.groupMessage(), text, "alice received text");
    same(await bob.groupMessage(), text, "bob received text");
    await group.sendToAll([1, 2, 3]);
    same(await bob.groupMessage(), { ...text, dataType: "json", data: [1, 2, 3] }, "bob received json");
    await group.sendToAll(bytes(9, 8));
    same(await bob.groupMessage(), { ...text, dataType: "binary", data: "0908" }, "bob received binary");
    await group.sendToAll("not for bob", { ...TEXT, excludedConnections: [bob.id] });
    await group.sendToAll("marker", TEXT);
    same((await bob.groupMessage()).data, "marker", "an excluded member is left out");
  },

  async exists() {
    const alice = await client({ userId: "alice", groups: ["room"] });
    same(await service().connectionExists(alice.id), true, "connection exists");
    same(await service().userExists("alice"), true, "user exists");
    same(await service().groupExists("room"), true, "group exists");
    same(await service().connectionExists("no-such-connection"), false, "unknown connection does not");
    same(await service().userExists("nobody"), false, "unknown user does not");
    same(await service().groupExists("nowhere"), false, "empty group does not");
  },

  async membership() {
    const alice = await client({ userId: "alice" });
    const room = service().group("room");
    await room.addConnection(alice.id);
    same(await service().groupExists("room"), true, "added connection is a member");
    await room.sendToAll("hello", TEXT);
    same((await alice.groupMessage()).data, "hello", "and receives");
    await room.removeConnection(alice.id);
    same(await service().groupExists("room"), false, "removed connection is not");
    await room.addUser("alice");
    same(await service().groupExists("room"), true, "added user is a member");
    await room.removeUser("alice");
    same(await service().groupExists("room"), false, "removed user is not");

    await room.addUser("alice");
    await service().removeUserFromAllGroups("alice");
    same(await service().groupExists("room"), false, "user removed from all groups");
    await room.addConnection(alice.id);
    await service().removeConnectionFromAllGroups(alice.id);
    same(await service().groupExists("room"), false, "connection removed from all groups");

    await refused(() => room.addConnection("no-such-connection"), { statusCode: 404 }, "unknown connection cannot be added");
    await refused(() => room.addUser("nobody"), { statusCode: 404 }, "unknown user cannot be added");
  },

  async close() {
    const once = { autoReconnect: false };
    const closed = async (who, step) => {
      const { message } = await who.inbox.disconnected.next("disconnected event");
      same(message.message, "Application server closed the connection. Reason: bye", step);
      same(await service().connectionExists(who.id), false, `${step}: gone`);
    };
    const reason = { reason: "bye" };
    const one = await client({}, once);
    await service().closeConnection(one.id, reason);
    await closed(one, "connection closed");
    const user = await client({ userId: "alice" }, once);
    await service().closeUserConnections("alice", reason);
    await closed(user, "user closed");
    const member = await client({ groups: ["room"] }, once);
    const other = await client({}, once);
    await service().group("room").closeAllConnections(reason);
    await closed(member, "group closed");
    same(await service().connectionExists(other.id), true, "who is not in the group stays");
    await service().closeAllConnections(reason);
    await closed(other, "all closed");
    await service().closeConnection("no-such-connection");
    ok("closing no connection succeeds");
  },

  async wrongKey() {
    const intruder = new WebPubSubServiceClient(
      settings.Endpoint,
      new AzureKeyCredential("another key that is long enough for HS256"),
      hub,
      { allowInsecureConnection: true },
    );
    await refused(() => intruder.sendToAll("hi", TEXT), { statusCode: 401 }, "a send is refused");
    const { url } = await intruder.getClientAccessToken({ userId: "mallory" });
    same(await outcome(new WebSocket(url)), 401, "a client is refused");
    same(await service().userExists("mallory"), false, "nobody came in");
  },

  async bodyWithoutLength() {
    const stream = () => Readable.from([Buffer.from("of unknown size")]);
    await refused(
      () => service({ retryOptions: { maxRetries: 0 } }).sendToAll(stream),
      { statusCode: 400 },
      "a body without a size is refused",
    );
  },
});
