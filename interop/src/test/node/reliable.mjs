// @azure/web-pubsub-client on the reliable protocol, which it takes by default, over a network that breaks; one scenario
// per run. The first word on the command line is the version of the SDK.
import { SDK, client, link, reliableClient, run, same, service, until } from "./kit.mjs";

const TEXT = { contentType: "text/plain" };

/** The numbers from one to another. */
function numbers(from, to) {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/** Publishes numbers to the group, and is done when the service has all of them. */
async function publish(sender, from, to) {
  for (const n of numbers(from, to - 1)) {
    await sender.sdk.sendToGroup("room", n, "json", { fireAndForget: true });
  }
  await sender.sdk.sendToGroup("room", to, "json");
}

/** What arrives next, checked to be these numbers, each once and in order, under sequence ids that follow each other. */
async function arrive(receiver, from, to, step) {
  const received = [];
  for (const _ of numbers(from, to)) received.push(await receiver.groupMessage());
  same(
    received.map((each) => [each.data, each.sequenceId]),
    numbers(from, to).map((n) => [n, n]),
    step,
  );
}

/** That nobody but the SDK noticed: the same connection, and nothing told to the application. */
async function stayed(receiver, step) {
  const told = Object.entries(receiver.inbox).filter(([, inbox]) => inbox.size > 0);
  same(told.map(([event]) => event), [], `${step}: nothing else was told`);
  await service().sendToConnection(receiver.id, "still you", TEXT);
  same((await receiver.serverMessage()).data, "still you", step);
}

/**
 * The SDK's reliable protocol through the SDK's own extension point, so that a scenario sees what goes over the wire, and
 * may write something else than the SDK would.
 */
function observed({ read = () => {}, write = (message) => message } = {}) {
  const protocol = SDK.WebPubSubJsonReliableProtocol();
  return {
    name: protocol.name,
    isReliableSubProtocol: protocol.isReliableSubProtocol,
    parseMessages: (data) => {
      read(JSON.parse(data));
      return protocol.parseMessages(data);
    },
    writeMessage: (message) => protocol.writeMessage(write(message)),
  };
}

/** A member that acknowledges nothing: its SDK still does, but says 0, which releases nothing. */
async function memberWithoutAcks() {
  const write = (message) => (message.kind === "sequenceAck" ? { ...message, sequenceId: 0 } : message);
  const alice = await reliableClient({ userId: "alice" }, { protocol: observed({ write }) });
  await alice.sdk.joinGroup("room");
  return alice;
}

await run({
  async defaultProtocol() {
    const alice = await reliableClient({ userId: "alice" });
    const bob = await client({ userId: "bob" });
    same(alice.userId, "alice", "connected event names the user");
    await alice.sdk.joinGroup("room");
    await bob.sdk.sendToGroup("room", "hi", "text");
    same(
      await alice.groupMessage(),
      { group: "room", fromUserId: "bob", dataType: "text", data: "hi", sequenceId: 1 },
      "a group's message is numbered",
    );
    await service().sendToUser("alice", { a: 1 });
    same(
      await alice.serverMessage(),
      { dataType: "json", data: { a: 1 }, sequenceId: 2 },
      "a server's message is numbered on",
    );
  },

  async recover() {
    const frames = [];
    const protocol = observed({ read: (frame) => frames.push(frame) });
    const alice = await reliableClient({ userId: "alice" }, { protocol });
    const bob = await client({ userId: "bob" });
    await alice.sdk.joinGroup("room");
    await publish(bob, 1, 50);
    await arrive(alice, 1, 50, "received what was sent before");
    await link.deafen();
    await publish(bob, 51, 100);
    const before = frames.length;
    await link.down();
    await publish(bob, 101, 150);
    await link.up();
    await arrive(alice, 51, 150, "received once and in order what was lost on the way and what was sent meanwhile");
    await publish(bob, 151, 160);
    await arrive(alice, 151, 160, "and what was sent afterwards");
    const [first, ...rest] = frames.slice(before);
    same([first.event, first.connectionId], ["connected", alice.id], "the service greeted it by its old id");
    same(first.reconnectionToken !== frames[0].reconnectionToken, true, "with a fresh token");
    const ids = rest.map((frame) => frame.sequenceId).filter((id) => id !== undefined);
    same(ids, numbers(ids[0], 160), "and replayed without a gap");
    await stayed(alice, "it is the same connection");
  },

  async recoverOften() {
    const alice = await reliableClient({ userId: "alice" });
    const bob = await client({ userId: "bob" });
    await alice.sdk.joinGroup("room");
    for (let n = 0; n < 300; n += 100) {
      await publish(bob, n + 1, n + 50);
      await link.cut();
      await publish(bob, n + 51, n + 100);
      await until(async () => (await link.count()) > n / 100 + 1, `came again after cut ${n / 100 + 1}`);
    }
    await arrive(alice, 1, 300, "received all, once and in order");
    await stayed(alice, "it is the same connection");
  },

  async recoverWhileSending() {
    const retry = { messageRetryOptions: { maxRetries: 200, retryDelayInMs: 20 } };
    const alice = await reliableClient({ userId: "alice" }, retry);
    const bob = await client({ userId: "bob" });
    await bob.sdk.joinGroup("room");

    await link.deafen();
    const answerLost = alice.sdk.sendToGroup("room", "delivered", "text", { ackId: 77 });
    same((await bob.groupMessage()).data, "delivered", "a message whose answer is lost was delivered");
    await link.cut();
    same((await answerLost).isDuplicated, true, "sent again under its ack id it is a duplicate");

    await link.mute();
    const requestLost = alice.sdk.sendToGroup("room", "lost", "text", { ackId: 78 });
    await link.cut();
    same((await requestLost).isDuplicated, false, "a message that is lost itself is not, when sent again");
    same((await bob.groupMessage()).data, "lost", "it was delivered");
    await alice.sdk.sendToGroup("room", "marker", "text");
    same((await bob.groupMessage()).data, "marker", "each only once");
    await stayed(alice, "it is the same connection");
  },

  async changesWhileAway() {
    const alice = await reliableClient({ userId: "alice" });
    const room = service().group("room");
    await link.down();
    await room.addUser("alice");
    await room.sendToAll("as a member", TEXT);
    await room.removeUser("alice");
    await room.sendToAll("missed", TEXT);
    await service().sendToUser("alice", "as a user", TEXT);
    same(await service().connectionExists(alice.id), true, "the service keeps the connection");
    await link.up();
    same(
      await alice.groupMessage(),
      { group: "room", dataType: "text", data: "as a member", sequenceId: 1 },
      "received what a group it was added to was sent",
    );
    same(
      await alice.serverMessage(),
      { dataType: "text", data: "as a user", sequenceId: 2 },
      "and what its user was sent, and nothing between",
    );
  },

  async refusedRecovery() {
    const alice = await reliableClient({ userId: "alice" });
    await alice.sdk.joinGroup("room");
    await link.down();
    await service().closeConnection(alice.id);
    await link.up();
    const disconnected = await alice.inbox.disconnected.next("disconnected event");
    same(disconnected.connectionId, alice.id, "a connection that was closed meanwhile is given up at once");
    const again = await alice.inbox.connected.next("second connected event");
    same(again.connectionId !== alice.id, true, "connected under a new id");
    await service().group("room").sendToAll("welcome back", TEXT);
    const { data, sequenceId } = await alice.groupMessage();
    same([data, sequenceId], ["welcome back", 1], "member of its group again, numbered from 1");
  },

  async burstOfThousand() {
    const alice = await memberWithoutAcks();
    const bob = await client({ userId: "bob" });
    await publish(bob, 1, 1000);
    await arrive(alice, 1, 1000, "1,000 unacknowledged messages pass");
    same(alice.inbox.disconnected.size, 0, "and leave the connection open");
    await publish(bob, 1001, 1001);
    const disconnected = await alice.inbox.disconnected.next("disconnected event");
    same(disconnected.connectionId, alice.id, "the next one ends it, and the SDK does not try to recover");
    const again = await alice.inbox.connected.next("second connected event");
    same(again.connectionId !== alice.id, true, "it connected under a new id");
    same(await service().connectionExists(alice.id), false, "the old connection is gone");
    await publish(bob, 1, 1);
    await arrive(alice, 1, 1, "member of its group again, numbered from 1");
  },

  async burstOfThreeThousand() {
    const alice = await memberWithoutAcks();
    const bob = await client({ userId: "bob" });
    await publish(bob, 1, 3000);
    await arrive(alice, 1, 3000, "3,000 unacknowledged messages pass");
    await link.cut();
    await publish(bob, 3001, 3010);
    await arrive(alice, 3001, 3010, "and are recovered from");
    await stayed(alice, "it is the same connection");
  },

  async acksMakeRoom() {
    let acknowledged = 0;
    const write = (message) => {
      if (message.kind === "sequenceAck") acknowledged = message.sequenceId;
      return message;
    };
    const alice = await reliableClient({ userId: "alice" }, { protocol: observed({ write }) });
    const bob = await client({ userId: "bob" });
    await alice.sdk.joinGroup("room");
    await publish(bob, 1, 900);
    await arrive(alice, 1, 900, "received 900 messages");
    await until(() => acknowledged === 900, "the SDK acknowledged them by itself");
    // The answer says that the service read what came before it.
    await alice.sdk.joinGroup("room");
    await publish(bob, 901, 1800);
    await arrive(alice, 901, 1800, "900 more pass");
    await stayed(alice, "it is the same connection");
  },

  async pings() {
    const pongs = [];
    const read = (frame) => frame.type === "pong" && pongs.push(frame);
    const options = { keepAliveIntervalInMs: 100, keepAliveTimeoutInMs: 1000, protocol: observed({ read }) };
    const alice = await reliableClient({ userId: "alice" }, options);
    await until(() => pongs.length >= 15, "the service answered 15 pings");
    same(pongs.every((frame) => Object.keys(frame).join() === "type"), true, "with a plain pong");
    same(await link.count(), 1, "which kept a silent connection beyond the SDK's limit");
    await stayed(alice, "it is the same connection");
  },

  async silence() {
    const alice = await reliableClient({ userId: "alice" }, { keepAliveIntervalInMs: 0, keepAliveTimeoutInMs: 300 });
    await until(async () => (await link.count()) > 1, "without pings the SDK closed the silent link and came again");
    await stayed(alice, "it is the same connection");
  },

  async stall() {
    const alice = await reliableClient({ userId: "alice" }, { keepAliveIntervalInMs: 100, keepAliveTimeoutInMs: 1000 });
    const bob = await client({ userId: "bob" });
    await alice.sdk.joinGroup("room");
    await publish(bob, 1, 10);
    await arrive(alice, 1, 10, "received what was sent before");
    await link.deafen();
    await publish(bob, 11, 20);
    await arrive(alice, 11, 20, "the SDK noticed that nothing came any more, and recovered");
    same(await link.count(), 2, "over a second connection");
    await stayed(alice, "it is the same connection");
  },
});
