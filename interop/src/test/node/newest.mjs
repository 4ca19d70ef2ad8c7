// What @azure/web-pubsub-client can do since 1.1.0: streams, invocations, and the codec of the group state; one scenario
// per run. The clients are on the reliable protocol.
import WebSocket from "ws";
import { Inbox, SDK, BOTH_ROLES, bytes, link, ok, refused, reliableClient, run, same, service, urlOverLink } from "./kit.mjs";

/** A member of the group whose streams are collected: each as its fragments and how it ended. */
async function listener(options = {}) {
  const bob = await reliableClient({ userId: "bob" });
  bob.streams = new Inbox();
  bob.sdk.onGroupStream(async (stream) => {
    const fragments = [];
    let error = null;
    try {
      for await (const { groupName, fromUserId, dataType, data, stream: info } of stream) {
        const value = dataType === "binary" ? Buffer.from(data).toString("hex") : data;
        fragments.push([groupName, fromUserId, info.streamSequenceId, value]);
      }
    } catch (thrown) {
      error = thrown;
    }
    bob.streams.put({ streamId: stream.streamId, fragments, error });
  }, options);
  await bob.sdk.joinGroup("room");
  return bob;
}

/** An open stream, with what its publisher is told to be wrong. */
async function openStream(alice, options) {
  const stream = await alice.sdk.openGroupStream("room", options);
  stream.errors = new Inbox();
  stream.onError((error) => stream.errors.put(error));
  return stream;
}

async function write(stream, from, to) {
  for (let n = from; n <= to; n++) await stream.write(`${n}`, "text");
}

/** Waits until the service read what the client sent so far, and the client what the service answered: both keep order. */
async function answersBefore(alice) {
  await alice.sdk.joinGroup("other");
}

/** The fragments that `write` made. */
function written(to) {
  return Array.from({ length: to }, (_, i) => ["room", "alice", i + 1, `${i + 1}`]);
}

/** The SDK's reliable JSON codec on a bare socket: the SDK's client has no calls for the group state yet. */
class Coded {
  #protocol = SDK.WebPubSubJsonReliableProtocol();
  #inbox = new Inbox();
  #socket;

  static async connect(token) {
    const coded = new Coded();
    coded.#socket = new WebSocket(await urlOverLink(token), coded.#protocol.name);
    coded.#socket.on("message", (data) => coded.#inbox.put(coded.#protocol.parseMessages(data.toString())));
    coded.id = (await coded.next()).connectionId;
    return coded;
  }

  next() {
    return this.#inbox.next("frame");
  }

  get size() {
    return this.#inbox.size;
  }

  /** Sends a request; answers its ack. */
  async request(message) {
    this.#socket.send(this.#protocol.writeMessage(message));
    const { kind, ackId, success, error } = await this.next();
    return { kind, ackId, success, ...(error && { error: error.name }) };
  }
}

/** Requests wait until the connection is recovered. */
const PATIENT = { messageRetryOptions: { maxRetries: 500, retryDelayInMs: 20 } };
const STATE_ROLES = [...BOTH_ROLES, "webpubsub.setGroupState", "webpubsub.getGroupState"];
const accepted = (ackId) => ({ kind: "ack", ackId, success: true });
const declined = (ackId, error) => ({ kind: "ack", ackId, success: false, error });

/** One item of a state frame, with the time checked and taken away. */
function itemOf(frame) {
  const { updatedAt, ...item } = frame.items[0];
  if (!(updatedAt > 1_600_000_000_000)) throw new Error(`updatedAt is ${updatedAt}`);
  return { kind: frame.kind, group: frame.group, count: frame.items.length, ...item };
}

await run({
  async stream() {
    const alice = await reliableClient({ userId: "alice" });
    const bob = await listener();
    const stream = await openStream(alice, { streamId: "s1" });
    ok("the service opened a stream");
    await stream.write("grüße 🌊", "text");
    await stream.write({ a: [1, null] }, "json");
    await stream.write(bytes(0, 255), "binary");
    await stream.end();
    same(
      await bob.streams.next("stream"),
      {
        streamId: "s1",
        fragments: [
          ["room", "alice", 1, "grüße 🌊"],
          ["room", "alice", 2, { a: [1, null] }],
          ["room", "alice", 3, "00ff"],
        ],
        error: null,
      },
      "a member received its fragments in order, and its end",
    );
    await answersBefore(alice);
    const again = await openStream(alice, { streamId: "s1" });
    await again.write("again", "text");
    await again.end();
    const { fragments } = await bob.streams.next("stream");
    same(fragments, [["room", "alice", 1, "again"]], "an ended stream's id can be used again");
    await answersBefore(alice);
    same([stream.errors.size, again.errors.size], [0, 0], "the publisher was told of no error");
  },

  async streamNoEcho() {
    const alice = await reliableClient({ userId: "alice" });
    const bob = await listener();
    await alice.sdk.joinGroup("room");
    const stream = await openStream(alice, { noEcho: true });
    await stream.write("for others", "text");
    await stream.end();
    same((await bob.streams.next("stream")).fragments.length, 1, "others receive it");
    await alice.sdk.sendToGroup("room", "for all", "text");
    same((await alice.groupMessage()).data, "for all", "the publisher is spared its own stream");
  },

  async streamAborted() {
    const alice = await reliableClient({ userId: "alice" });
    const bob = await listener();
    const stream = await openStream(alice);
    await stream.write("1", "text");
    await stream.abort({ message: "no more", userErrorCode: "E7" });
    const { fragments, error } = await bob.streams.next("stream");
    same(fragments, written(1), "a member received what came before");
    same(error, { name: "UserError", message: "no more", userErrorCode: "E7" }, "and the publisher's error");
  },

  async streamForbidden() {
    const guest = await reliableClient({ userId: "guest", roles: [] });
    await refused(() => guest.sdk.openGroupStream("room"), { name: "Forbidden" }, "without the role no stream opens");
    await service().sendToConnection(guest.id, "still there", { contentType: "text/plain" });
    same((await guest.serverMessage()).data, "still there", "the connection stays open");
  },

  async streamIdle() {
    const alice = await reliableClient({ userId: "alice" });
    const bob = await listener();
    const stream = await openStream(alice, { idleTimeoutInMs: 300 });
    await stream.write("1", "text");
    const { fragments, error } = await bob.streams.next("stream");
    same(fragments, written(1), "a member received what came before");
    same(error.name, "IdleTimeout", "and that the stream was idle for too long");
    same((await stream.errors.next("error")).name, "IdleTimeout", "as was its publisher told");
  },

  async streamOfAClosedConnection() {
    const alice = await reliableClient({ userId: "alice" });
    const bob = await listener();
    const stream = await openStream(alice);
    await stream.write("1", "text");
    await answersBefore(alice);
    await service().closeConnection(alice.id);
    const { fragments, error } = await bob.streams.next("stream");
    same(fragments, written(1), "a member received what came before");
    same(error.name, "Cancelled", "and that the stream's publisher is gone");
  },

  async streamOverACut() {
    const alice = await reliableClient({ userId: "alice" }, PATIENT);
    const bob = await listener();
    const stream = await openStream(alice);
    await write(stream, 1, 20);
    await link.deafen();
    await write(stream, 21, 40);
    await link.cut();
    await write(stream, 41, 60);
    await link.mute();
    await write(stream, 61, 80);
    await link.cut();
    await write(stream, 81, 100);
    await stream.end();
    const { fragments, error } = await bob.streams.next("stream");
    same(fragments, written(100), "each fragment arrived once and in order");
    same(error, null, "and the end");
    await answersBefore(alice);
    same(stream.errors.size, 0, "the publisher was told of no error");
    same([alice.inbox.disconnected.size, bob.inbox.disconnected.size], [0, 0], "both connections are the same as before");
  },

  async invoke() {
    const alice = await reliableClient({ userId: "alice" });
    const failed = async (call, id, step) => {
      const error = await refused(call, { name: "InvocationError", invocationId: id }, step);
      same(error.errorDetail?.name, "InternalServerError", `${step} as InternalServerError`);
    };
    await failed(
      () => alice.sdk.invokeEvent("echo", "hi", "text", { invocationId: "mine" }),
      "mine",
      "without a handler an invocation fails",
    );
    const many = await Promise.allSettled(
      ["a", "b", "c"].map((id) => alice.sdk.invokeEvent("echo", { id }, "json", { invocationId: id })),
    );
    same(many.map((each) => each.reason?.invocationId), ["a", "b", "c"], "each of several gets its own answer");
    await alice.sdk.joinGroup("room");
    ok("the connection stays open");
  },

  async cancel() {
    const alice = await reliableClient({ userId: "alice" });
    const controller = new AbortController();
    const invocation = alice.sdk.invokeEvent("echo", "hi", "text", { abortSignal: controller.signal });
    controller.abort();
    const error = await refused(() => invocation, { name: "InvocationError" }, "a cancelled invocation fails");
    same(error.errorDetail, undefined, "by the SDK itself");
    await alice.sdk.joinGroup("room");
    ok("the connection stays open");
  },

  async invokeOverACut() {
    const alice = await reliableClient({ userId: "alice" }, PATIENT);
    await link.deafen();
    const lost = alice.sdk.invokeEvent("echo", "hi", "text");
    await link.cut();
    const error = await refused(() => lost, { name: "InvocationError" }, "an invocation fails with the connection");
    same(error.errorDetail, undefined, "by the SDK itself");
    await alice.sdk.joinGroup("room");
    const next = await refused(() => alice.sdk.invokeEvent("echo", "hi", "text"), {}, "the next one is answered");
    same(next.errorDetail?.name, "InternalServerError", "by the service");
  },

  async groupState() {
    const alice = await Coded.connect({ userId: "alice", roles: STATE_ROLES, groups: ["room"] });
    const bob = await Coded.connect({ userId: "bob", roles: STATE_ROLES, groups: ["room"] });
    const mine = { connectionId: alice.id, userId: "alice" };
    const group = "room";
    const set = (ackId, state) => alice.request({ kind: "setGroupState", group, ackId, state });

    same(await set(1, { activity: "typing" }), accepted(1), "alice set her state");
    same(await bob.request({ kind: "subscribeGroupState", group, ackId: 1 }), accepted(1), "bob subscribed");
    const snapshot = await bob.next();
    same(
      itemOf(snapshot),
      { kind: "groupStateSnapshot", group, count: 1, ...mine, state: { activity: "typing" } },
      "he received who has a state",
    );
    same(await set(2, { activity: "idle" }), accepted(2), "alice changed her state");
    const update = await bob.next();
    same(
      itemOf(update),
      { kind: "groupStateUpdate", group, count: 1, ...mine, state: { activity: "idle" } },
      "he received the change",
    );
    same(update.items[0].updatedAt > snapshot.items[0].updatedAt, true, "which is later than the state before");
    same([snapshot.sequenceId, update.sequenceId], [1, 2], "both are numbered");
    same(await alice.request({ kind: "leaveGroup", group, ackId: 3 }), accepted(3), "alice left");
    same(itemOf(await bob.next()), { kind: "groupStateUpdate", group, count: 1, ...mine }, "he received that her state is gone");
    same(await bob.request({ kind: "unsubscribeGroupState", group, ackId: 2 }), accepted(2), "bob unsubscribed");
    same(await alice.request({ kind: "joinGroup", group, ackId: 4 }), accepted(4), "alice joined");
    same(await set(5, { activity: "back" }), accepted(5), "and set her state");
    same(await bob.request({ kind: "joinGroup", group, ackId: 3 }), accepted(3), "bob's next frame is an answer of his");
    same([alice.size, bob.size], [0, 0], "nobody received anything else");
  },

  async groupStateRefused() {
    const group = "room";
    const state = { activity: "typing" };
    const guest = await Coded.connect({ roles: BOTH_ROLES, groups: [group] });
    same(await guest.request({ kind: "setGroupState", group, state, ackId: 1 }), declined(1, "Forbidden"), "set without the role");
    same(await guest.request({ kind: "subscribeGroupState", group, ackId: 2 }), declined(2, "Forbidden"), "subscribe without the role");
    const alice = await Coded.connect({ roles: STATE_ROLES });
    same(await alice.request({ kind: "setGroupState", group, state, ackId: 1 }), declined(1, "Forbidden"), "set as no member");
    same(await alice.request({ kind: "subscribeGroupState", group, ackId: 2 }), declined(2, "Forbidden"), "subscribe as no member");
    same(await alice.request({ kind: "joinGroup", group, ackId: 3 }), accepted(3), "alice joined");
    const much = { activity: "x".repeat(505) };
    same(await alice.request({ kind: "setGroupState", group, state: much, ackId: 4 }), declined(4, "BadRequest"), "a state of 513 bytes");
    const enough = { activity: "x".repeat(504) };
    same(await alice.request({ kind: "setGroupState", group, state: enough, ackId: 5 }), accepted(5), "one of 512 bytes is accepted");
  },
});
