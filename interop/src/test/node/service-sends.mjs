// Messages to clients: each kind of payload, each option, and who does not get them.
import { bytes, client, ok, refused, same, service } from "./kit.mjs";
import { covering, odata } from "./surface.mjs";

const TEXT = { contentType: "text/plain" };

/** A time to live that the service takes changes nothing for clients that read; one it does not take is refused. */
async function livesForATime(send, received) {
  await send("for a while", { ...TEXT, messageTtlSeconds: 300 });
  same((await received()).data, "for a while", "received what lives for a while");
  await refused(
    () => send("for too long", { ...TEXT, messageTtlSeconds: 301 }),
    { statusCode: 400 },
    "a longer life than the service allows is refused",
  );
}

export const sends = {
  sendToAll: covering(["sendToAll contentType excludedConnections filter messageTtlSeconds", "odata"], async () => {
    const alice = await client({ userId: "alice" });
    const bob = await client({ userId: "bob's" });
    await service().sendToAll("text", TEXT);
    same(await alice.serverMessage(), { dataType: "text", data: "text" }, "alice received text");
    same(await bob.serverMessage(), { dataType: "text", data: "text" }, "bob received text");
    await service().sendToAll({ json: [1, "two"] });
    same(await bob.serverMessage(), { dataType: "json", data: { json: [1, "two"] } }, "bob received json");
    await service().sendToAll(bytes(255, 0, 1));
    same(await bob.serverMessage(), { dataType: "binary", data: "ff0001" }, "bob received binary");
    await service().sendToAll("not for alice", { ...TEXT, excludedConnections: [alice.id] });
    same((await bob.serverMessage()).data, "not for alice", "bob received what excludes alice");
    await service().sendToAll({ to: "bob" }, { filter: odata`userId eq ${"bob's"}` });
    same((await bob.serverMessage()).data, { to: "bob" }, "bob received what is filtered for him");
    await livesForATime((message, options) => service().sendToAll(message, options), bob.serverMessage);
    await service().sendToAll("marker", TEXT);
    const seen = [];
    while (seen.at(-1) !== "marker") seen.push((await alice.serverMessage()).data);
    same(seen, [{ json: [1, "two"] }, "ff0001", "for a while", "marker"], "alice received what is for all");
    await refused(
      () => service().sendToAll("hi", { ...TEXT, filter: "invalid filter" }),
      { statusCode: 400 },
      "a bad filter is refused",
    );
  }),

  sendToUser: covering(["sendToUser contentType filter messageTtlSeconds"], async () => {
    const phone = await client({ userId: "al ice/ü+", groups: ["mobile"] });
    const laptop = await client({ userId: "al ice/ü+" });
    const bob = await client({ userId: "bob" });
    await service().sendToUser("al ice/ü+", "text", TEXT);
    same(await phone.serverMessage(), { dataType: "text", data: "text" }, "first connection received text");
    same(await laptop.serverMessage(), { dataType: "text", data: "text" }, "second connection too");
    await service().sendToUser("al ice/ü+", "not mobile", { ...TEXT, filter: "not ('mobile' in groups)" });
    same((await laptop.serverMessage()).data, "not mobile", "second received what is filtered for it");
    await service().sendToUser("al ice/ü+", "a json string");
    same(await phone.serverMessage(), { dataType: "json", data: "a json string" }, "first received json, and nothing before");
    await service().sendToUser("al ice/ü+", bytes(7));
    same(await phone.serverMessage(), { dataType: "binary", data: "07" }, "received binary");
    await livesForATime((message, options) => service().sendToUser("al ice/ü+", message, options), phone.serverMessage);
    await service().sendToUser("nobody", "text", TEXT);
    ok("sending to nobody succeeds");
    await service().sendToUser("bob", "marker", TEXT);
    same((await bob.serverMessage()).data, "marker", "another user received nothing of it");
  }),

  sendToConnection: covering(["sendToConnection contentType messageTtlSeconds"], async () => {
    const alice = await client();
    const bob = await client();
    await service().sendToConnection(alice.id, "text", TEXT);
    same(await alice.serverMessage(), { dataType: "text", data: "text" }, "received text");
    await service().sendToConnection(alice.id, { n: 1 });
    same(await alice.serverMessage(), { dataType: "json", data: { n: 1 } }, "received json");
    await service().sendToConnection(alice.id, bytes());
    same(await alice.serverMessage(), { dataType: "binary", data: "" }, "received empty binary");
    await livesForATime((message, options) => service().sendToConnection(alice.id, message, options), alice.serverMessage);
    await service().sendToConnection("no-such-connection", "text", TEXT);
    ok("sending to no connection succeeds");
    await service().sendToConnection(bob.id, "marker", TEXT);
    same((await bob.serverMessage()).data, "marker", "another connection received nothing of it");
  }),

  sendToGroup: covering(
    ["group", "group.sendToAll contentType excludedConnections filter messageTtlSeconds"],
    async () => {
      const alice = await client({ userId: "alice", groups: ["my room/ä"] });
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
      await group.sendToAll("for alice", { ...TEXT, filter: odata`userId ne ${null}` });
      await livesForATime((message, options) => group.sendToAll(message, options), bob.groupMessage);
      ok("an excluded member is left out, and one that the filter does not match");
      const seen = [];
      while (seen.at(-1) !== "for a while") seen.push((await alice.groupMessage()).data);
      same(seen, [[1, 2, 3], "0908", "not for bob", "for alice", "for a while"], "alice received all of it");
    },
  ),
};
