// @azure/web-pubsub-client as an application uses it, one scenario per run.
import { bytes, client, ok, refused, run, same, service, until } from "./kit.mjs";

await run({
  async connect() {
    const alice = await client({ userId: "alice" });
    same(alice.userId, "alice", "connected event names the user");
    const anonymous = await client();
    same(anonymous.userId ?? null, null, "anonymous connection has no user");
    same(alice.id !== anonymous.id, true, "each connection has its own id");
    same(await service().connectionExists(alice.id), true, "the service knows the connection");
  },

  async groupMessages() {
    const alice = await client({ userId: "alice" });
    const bob = await client({ userId: "bob" });
    same((await alice.sdk.joinGroup("room")).isDuplicated, false, "alice joined");
    same((await bob.sdk.joinGroup("room")).isDuplicated, false, "bob joined");
    const from = { group: "room", fromUserId: "alice" };

    await alice.sdk.sendToGroup("room", "grüße 🌊", "text");
    const text = { ...from, dataType: "text", data: "grüße 🌊" };
    same(await bob.groupMessage(), text, "bob received text");
    same(await alice.groupMessage(), text, "alice received her own text");

    const value = { a: [1, 2.5, null, true], nested: { "ключ": "\u0000\"\\" } };
    await alice.sdk.sendToGroup("room", value, "json");
    same(await bob.groupMessage(), { ...from, dataType: "json", data: value }, "bob received json");

    await alice.sdk.sendToGroup("room", bytes(0, 1, 127, 128, 255), "binary");
    same(await bob.groupMessage(), { ...from, dataType: "binary", data: "00017f80ff" }, "bob received binary");

    await alice.sdk.sendToGroup("room", "unanswered", "text", { fireAndForget: true });
    same((await bob.groupMessage()).data, "unanswered", "bob received what was sent without an ack");
  },

  async anonymousSender() {
    const sender = await client();
    const receiver = await client();
    await receiver.sdk.joinGroup("room");
    await sender.sdk.sendToGroup("room", "hi", "text");
    same(
      await receiver.groupMessage(),
      { group: "room", dataType: "text", data: "hi" },
      "a message of an anonymous sender names no user",
    );
  },

  async noEcho() {
    const alice = await client({ userId: "alice" });
    const bob = await client({ userId: "bob" });
    await alice.sdk.joinGroup("room");
    await bob.sdk.joinGroup("room");
    await alice.sdk.sendToGroup("room", "for others", "text", { noEcho: true });
    await alice.sdk.sendToGroup("room", "for all", "text");
    same((await alice.groupMessage()).data, "for all", "the sender is spared its own message");
    same((await bob.groupMessage()).data, "for others", "others receive it");
  },

  async leave() {
    const alice = await client({ userId: "alice" });
    const bob = await client({ userId: "bob" });
    await bob.sdk.joinGroup("room");
    await bob.sdk.leaveGroup("room");
    ok("bob left");
    await alice.sdk.sendToGroup("room", "missed", "text");
    await service().sendToConnection(bob.id, "marker", { contentType: "text/plain" });
    same((await bob.serverMessage()).data, "marker", "a later message arrived");
    same(bob.inbox["group-message"].size, 0, "the group's message did not");
  },

  async duplicate() {
    const alice = await client({ userId: "alice" });
    await alice.sdk.joinGroup("room");
    same((await alice.sdk.sendToGroup("room", "once", "text", { ackId: 77 })).isDuplicated, false, "first send is new");
    same((await alice.sdk.sendToGroup("room", "once", "text", { ackId: 77 })).isDuplicated, true, "second is a duplicate");
    await alice.sdk.sendToGroup("room", "marker", "text");
    same((await alice.groupMessage()).data, "once", "it was delivered");
    same((await alice.groupMessage()).data, "marker", "and only once");
  },

  async serverMessages() {
    const alice = await client({ userId: "alice", groups: ["room"] });
    const server = service();
    await server.sendToAll("to all", { contentType: "text/plain" });
    same(await alice.serverMessage(), { dataType: "text", data: "to all" }, "text to all");
    await server.sendToUser("alice", { to: "user" });
    same(await alice.serverMessage(), { dataType: "json", data: { to: "user" } }, "json to the user");
    await server.sendToConnection(alice.id, bytes(1, 2, 3));
    same(await alice.serverMessage(), { dataType: "binary", data: "010203" }, "binary to the connection");
    await server.group("room").sendToAll("to the group", { contentType: "text/plain" });
    same(
      await alice.groupMessage(),
      { group: "room", dataType: "text", data: "to the group" },
      "text to the group, from nobody",
    );
  },

  async forbidden() {
    const guest = await client({ userId: "guest", roles: [] });
    const failed = (error) => error.errorDetail?.name;
    const join = await refused(() => guest.sdk.joinGroup("room"), { name: "SendMessageError" }, "join is refused");
    same(failed(join), "Forbidden", "as Forbidden");
    const send = await refused(
      () => guest.sdk.sendToGroup("room", "hi", "text"),
      { name: "SendMessageError" },
      "send is refused",
    );
    same(failed(send), "Forbidden", "as Forbidden too");
    const leave = await refused(() => guest.sdk.leaveGroup("room"), { name: "SendMessageError" }, "leave is refused");
    same(failed(leave), "Forbidden", "as Forbidden as well");
    await service().sendToConnection(guest.id, "still there", { contentType: "text/plain" });
    same((await guest.serverMessage()).data, "still there", "the connection stays open");
  },

  async roleOfOneGroup() {
    const member = await client({ roles: ["webpubsub.joinLeaveGroup.room", "webpubsub.sendToGroup.room"] });
    await member.sdk.joinGroup("room");
    await member.sdk.sendToGroup("room", "hi", "text");
    same((await member.groupMessage()).data, "hi", "the named group is open");
    await refused(() => member.sdk.joinGroup("room2"), { name: "SendMessageError" }, "another one is not");
  },

  async rejoin() {
    const alice = await client({ userId: "alice" });
    await alice.sdk.joinGroup("room");
    await service().closeConnection(alice.id, { reason: "move on" });
    const disconnected = await alice.inbox.disconnected.next("disconnected event");
    same(disconnected.connectionId, alice.id, "disconnected event names the connection");
    same(
      disconnected.message.message,
      "Application server closed the connection. Reason: move on",
      "and the application's reason",
    );
    const again = await alice.inbox.connected.next("second connected event");
    same(again.connectionId !== alice.id, true, "connected under a new id");
    await service().group("room").sendToAll("welcome back", { contentType: "text/plain" });
    same((await alice.groupMessage()).data, "welcome back", "member of its group again");
    same(alice.inbox["rejoin-group-failed"].size, 0, "no join failed");
  },

  async stop() {
    const alice = await client({ userId: "alice" });
    alice.sdk.stop();
    await alice.inbox.stopped.next("stopped event");
    ok("stopped event");
    await until(async () => !(await service().connectionExists(alice.id)), "the service forgot the connection");
    same(await service().userExists("alice"), false, "and the user");
  },
});
