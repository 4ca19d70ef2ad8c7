// Who is in a group: one by one, many at once by a filter, and the list.
import { client, hub, refused, same, service } from "./kit.mjs";
import { covering, odata } from "./surface.mjs";

const TEXT = { contentType: "text/plain" };

/** All pages of a list, each as the sorted ids in it. */
async function pages(list) {
  const found = [];
  for await (const page of list.byPage()) found.push(page.map((member) => member.connectionId));
  return found;
}

export const groups = {
  membership: covering(
    [
      "group.addConnection",
      "group.removeConnection",
      "group.addUser",
      "group.removeUser",
      "removeUserFromAllGroups reason",
      "removeConnectionFromAllGroups reason",
    ],
    async () => {
      const alice = await client({ userId: "alice" });
      const room = service().group("room");
      same([room.groupName, room.hubName], ["room", hub], "group knows its name");
      await room.addConnection(alice.id);
      same(await service().groupExists("room"), true, "added connection is a member");
      await room.sendToAll("hello", TEXT);
      same((await alice.groupMessage()).data, "hello", "and receives");
      await room.removeConnection(alice.id);
      same(await service().groupExists("room"), false, "removed connection is not");
      await room.sendToAll("not for alice", TEXT);
      await room.addUser("alice");
      await room.sendToAll("hello again", TEXT);
      same((await alice.groupMessage()).data, "hello again", "added user receives");
      await room.removeUser("alice");
      same(await service().groupExists("room"), false, "removed user is not a member");

      // Their options are those of a close; the service has no use for the reason.
      await room.addUser("alice");
      await service().removeUserFromAllGroups("alice", { reason: "unused" });
      same(await service().groupExists("room"), false, "user removed from all groups");
      await room.addConnection(alice.id);
      await service().removeConnectionFromAllGroups(alice.id, { reason: "unused" });
      same(await service().groupExists("room"), false, "connection removed from all groups");
      await room.sendToAll("not for alice", TEXT);
      await service().sendToAll("marker", TEXT);
      await alice.serverMessage();
      same(alice.inbox["group-message"].size, 0, "and receives nothing any more");

      await refused(() => room.addConnection("no-such-connection"), { statusCode: 404 }, "unknown connection cannot be added");
      await refused(() => room.addUser("nobody"), { statusCode: 404 }, "unknown user cannot be added");
    },
  ),

  bulk: covering(["addConnectionsToGroups", "removeConnectionsFromGroups"], async () => {
    const alice = await client({ userId: "alice" });
    const bob = await client({ userId: "bob" });
    await service().addConnectionsToGroups(["a", "b"], odata`userId eq ${"alice"}`);
    await service().addConnectionsToGroups(["b"], "");
    await service().group("a").sendToAll("to a", TEXT);
    await service().group("b").sendToAll("to b", TEXT);
    same((await alice.groupMessage()).data, "to a", "who matches is added to one group");
    same((await alice.groupMessage()).data, "to b", "and to the other");
    same((await bob.groupMessage()).data, "to b", "without a filter everybody is");
    await service().removeConnectionsFromGroups(["a", "b"], "'a' in groups");
    same(await service().groupExists("a"), false, "who matches is removed");
    await service().group("b").sendToAll("to b again", TEXT);
    same((await bob.groupMessage()).data, "to b again", "who does not match stays");
    await service().removeConnectionsFromGroups(["b"], "");
    same(await service().groupExists("b"), false, "without a filter nobody does");
    same(alice.inbox["group-message"].size, 0, "who was removed received nothing");
    await refused(
      () => service().addConnectionsToGroups(["a"], "invalid filter"),
      { statusCode: 400 },
      "a bad filter is refused",
    );
    await refused(() => service().addConnectionsToGroups([], ""), { statusCode: 400 }, "no groups are refused");
    same(await service().groupExists("a"), false, "and nothing was changed");
  }),

  listConnections: covering(["group.listConnections maxPageSize top continuationToken"], async () => {
    const room = service().group("my room/ä");
    const nobody = [];
    for await (const member of await room.listConnections()) nobody.push(member);
    same(nobody, [], "an empty group has no members");
    const users = [undefined, "alice", "bob", "carol", "dave"];
    const clients = await Promise.all(users.map((userId) => client({ userId, groups: ["my room/ä"] })));
    const all = clients.map(({ id, userId }) => ({ connectionId: id, userId: userId ?? null }));
    const listed = [];
    for await (const { connectionId, userId } of await room.listConnections()) listed.push({ connectionId, userId });
    const byId = (one, other) => (one.connectionId < other.connectionId ? -1 : 1);
    same(listed.sort(byId), all.sort(byId), "every member is listed with its user");
    const inPages = await pages(await room.listConnections({ maxPageSize: 2 }));
    same(inPages.map((page) => page.length), [2, 2, 1], "in pages");
    same(inPages.flat().sort(), all.map((each) => each.connectionId), "which have each of them once");
    const top = await pages(await room.listConnections({ maxPageSize: 2, top: 3 }));
    same(top.map((page) => page.length), [2, 1], "no more than asked for");

    let link;
    const onResponse = (response) => (link ??= JSON.parse(response.bodyAsText).nextLink);
    const first = await (await room.listConnections({ maxPageSize: 2, onResponse })).byPage().next();
    const continuationToken = new URL(link).searchParams.get("continuationToken");
    const rest = await pages(await room.listConnections({ continuationToken }));
    same(
      [...first.value.map((each) => each.connectionId), ...rest.flat()].sort(),
      all.map((each) => each.connectionId),
      "a list goes on from where another stopped",
    );
    const fromLink = [];
    for await (const page of (await room.listConnections()).byPage({ continuationToken: link })) fromLink.push(...page);
    same(fromLink.length, 3, "and from the link that the service gave");
    await refused(
      async () => pages(await room.listConnections({ continuationToken: "made-up" })),
      { statusCode: 400 },
      "a made-up token is refused",
    );
  }),
};
