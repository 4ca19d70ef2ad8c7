"""Connections: whether they are there, what they may do, and their end."""

from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.messaging.webpubsubclient.models import CallbackType, SendMessageError, WebPubSubDataType

from kit import client, done, ok, refused, same, service
from surface import covering

BYE = "Application server closed the connection. Reason: bye"


@covering("connection_exists", "user_exists", "group_exists")
async def exists():
    alice = await client(user_id="alice", groups=["room"])
    server = service()
    same(await done(server.connection_exists(alice.id)), True, "connection exists")
    same(await done(server.user_exists("alice")), True, "user exists")
    same(await done(server.group_exists("room")), True, "group exists")
    same(await done(server.connection_exists("no-such-connection")), False, "unknown connection does not")
    same(await done(server.user_exists("nobody")), False, "unknown user does not")
    same(await done(server.group_exists("nowhere")), False, "empty group does not")


@covering("grant_permission target_name", "revoke_permission target_name", "has_permission target_name")
async def permissions():
    alice = await client(roles=())
    server = service()
    room = {"target_name": "room"}
    attempts = {
        "joinLeaveGroup": lambda: alice.sdk.join_group("room"),
        "sendToGroup": lambda: alice.sdk.send_to_group("room", "hi", WebPubSubDataType.TEXT, no_echo=True),
    }
    for permission, attempt in attempts.items():
        same(await done(server.has_permission(permission, alice.id, **room)), False, f"{permission}: not there at first")
        await refused(attempt, SendMessageError, f"{permission}: the client is refused")
        await done(server.grant_permission(permission, alice.id, **room))
        same(await done(server.has_permission(permission, alice.id, **room)), True, f"{permission}: granted")
        other = await done(server.has_permission(permission, alice.id, target_name="lobby"))
        same(other, False, f"{permission}: for that group")
        await done(attempt())
        ok(f"{permission}: the client may")
        await done(server.revoke_permission(permission, alice.id, **room))
        same(await done(server.has_permission(permission, alice.id, **room)), False, f"{permission}: revoked")
        await refused(attempt, SendMessageError, f"{permission}: the client is refused again")

    refusal = await refused(
        lambda: server.grant_permission("sendToGroup", alice.id), HttpResponseError, "a grant without a group is refused"
    )
    same(refusal.status_code, 400, "as a bad request")
    await refused(
        lambda: server.grant_permission("sendToGroup", "none", **room),
        ResourceNotFoundError,
        "a grant to nobody is not found",
    )
    same(await done(server.has_permission("sendToGroup", "none", **room)), False, "nobody may nothing")
    await done(server.revoke_permission("sendToGroup", "none", **room))
    ok("revoking from nobody succeeds")


@covering(
    "close_connection reason",
    "close_user_connections reason excluded",
    "close_group_connections reason excluded",
    "close_all_connections reason excluded",
)
async def close():
    server = service()

    async def closed(who, step):
        event = await who.next(CallbackType.DISCONNECTED)
        same(event.message, BYE, step)
        same(await done(server.connection_exists(who.id)), False, f"{step}: gone")

    once = {"reconnect_retry_total": 0}
    kept = await client(user_id="alice", groups=["room"], **once)
    but_one = {"reason": "bye", "excluded": [kept.id]}
    one = await client(**once)
    await done(server.close_connection(one.id, reason="bye"))
    await closed(one, "connection closed")
    user = await client(user_id="alice", **once)
    await done(server.close_user_connections("alice", **but_one))
    await closed(user, "user closed")
    member = await client(groups=["room"], **once)
    other = await client(**once)
    await done(server.close_group_connections("room", **but_one))
    await closed(member, "group closed")
    same(await done(server.connection_exists(other.id)), True, "who is not in the group stays")
    await done(server.close_all_connections(**but_one))
    await closed(other, "all closed")
    same(await done(server.connection_exists(kept.id)), True, "but the excluded one")
    await done(server.close_connection(kept.id))
    event = await kept.next(CallbackType.DISCONNECTED)
    same(event.message, "Application server closed the connection.", "closed without a reason")
    await done(server.close_connection("none"))
    ok("closing no connection succeeds")


SCENARIOS = [exists, permissions, close]
