// Connections: whether they are there, what they may do, and their end.
import { client, ok, refused, same, service } from "./kit.mjs";
import { covering } from "./surface.mjs";

export const connections = {
  exists: covering(["connectionExists", "userExists", "groupExists"], async () => {
    const alice = await client({ userId: "alice", groups: ["room"] });
    same(await service().connectionExists(alice.id), true, "connection exists");
    same(await service().userExists("alice"), true, "user exists");
    same(await service().groupExists("room"), true, "group exists");
    same(await service().connectionExists("no-such-connection"), false, "unknown connection does not");
    same(await service().userExists("nobody"), false, "unknown user does not");
    same(await service().groupExists("nowhere"), false, "empty group does not");
  }),

  permissions: covering(
    ["grantPermission targetName", "revokePermission targetName", "hasPermission targetName"],
    async () => {
      const alice = await client({ roles: [] });
      const server = service();
      const room = { targetName: "room" };
      const allowed = {
        joinLeaveGroup: () => alice.sdk.joinGroup("room"),
        sendToGroup: () => alice.sdk.sendToGroup("room", "hi", "text", { noEcho: true }),
      };
      for (const [permission, attempt] of Object.entries(allowed)) {
        same(await server.hasPermission(alice.id, permission, room), false, `${permission}: not there at first`);
        await refused(attempt, { name: "SendMessageError" }, `${permission}: the client is refused`);
        await server.grantPermission(alice.id, permission, room);
        same(await server.hasPermission(alice.id, permission, room), true, `${permission}: granted`);
        same(await server.hasPermission(alice.id, permission, { targetName: "lobby" }), false, `${permission}: for that group`);
        await attempt();
        ok(`${permission}: the client may`);
        await server.revokePermission(alice.id, permission, room);
        same(await server.hasPermission(alice.id, permission, room), false, `${permission}: revoked`);
        await refused(attempt, { name: "SendMessageError" }, `${permission}: the client is refused again`);
      }
      const grant = (id, options) => server.grantPermission(id, "sendToGroup", options);
      await refused(() => grant(alice.id), { statusCode: 400, code: "Error.BadRequest" }, "a grant without a group is refused");
      await refused(() => grant("none", room), { statusCode: 404 }, "a grant to nobody is not found");
      same(await server.hasPermission("none", "sendToGroup", room), false, "nobody may nothing");
      await server.revokePermission("none", "sendToGroup", room);
      ok("revoking from nobody succeeds");
    },
  ),

  close: covering(
    ["closeConnection reason", "closeUserConnections reason", "closeAllConnections reason", "group.closeAllConnections reason"],
    async () => {
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
      const last = await client({}, once);
      await service().closeConnection(last.id);
      const { message } = await last.inbox.disconnected.next("disconnected event");
      same(message.message, "Application server closed the connection.", "closed without a reason");
      await service().closeConnection("no-such-connection");
      ok("closing no connection succeeds");
    },
  ),
};
