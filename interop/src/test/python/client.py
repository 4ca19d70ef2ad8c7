"""azure-messaging-webpubsubclient as an application uses it, one scenario per run."""

from azure.messaging.webpubsubclient.models import CallbackType, SendMessageError

from kit import client, done, ok, refused, run, same, service, until


async def connect():
    alice = await client(user_id="alice")
    same(alice.user_id, "alice", "connected event names the user")
    anonymous = await client()
    same(anonymous.user_id, None, "anonymous connection has no user")
    same(alice.id != anonymous.id, True, "each connection has its own id")
    same(await done(service().connection_exists(alice.id)), True, "the service knows the connection")


async def group_messages():
    alice = await client(user_id="alice")
    bob = await client(user_id="bob")
    await done(alice.sdk.join_group("room"))
    ok("alice joined")
    await done(bob.sdk.join_group("room"))
    ok("bob joined")
    await done(alice.sdk.send_to_group("room", "grüße 🌊", "text"))
    text = ("room", "alice", "text", "grüße 🌊")
    same(await bob.group_message(), text, "bob received text")
    same(await alice.group_message(), text, "alice received her own text")
    value = {"a": [1, 2.5, None, True], "nested": {"ключ": '\x00"\\'}}
    await done(alice.sdk.send_to_group("room", value, "json"))
    same(await bob.group_message(), ("room", "alice", "json", value), "bob received json")
    await done(alice.sdk.send_to_group("room", memoryview(bytes([0, 1, 127, 128, 255])), "binary"))
    same(await bob.group_message(), ("room", "alice", "binary", "00017f80ff"), "bob received binary")
    await done(alice.sdk.send_to_group("room", "unanswered", "text", ack=False))
    same((await bob.group_message())[3], "unanswered", "bob received what was sent without an ack")


async def no_echo():
    alice = await client(user_id="alice")
    bob = await client(user_id="bob")
    await done(alice.sdk.join_group("room"))
    await done(bob.sdk.join_group("room"))
    await done(alice.sdk.send_to_group("room", "for others", "text", no_echo=True))
    same((await bob.group_message())[3], "for others", "others receive it")
    await done(alice.sdk.send_to_group("room", "for all", "text"))
    same((await alice.group_message())[3], "for all", "the sender is spared its own message")


async def leave():
    alice = await client(user_id="alice")
    bob = await client(user_id="bob")
    await done(bob.sdk.join_group("room"))
    await done(bob.sdk.leave_group("room"))
    ok("bob left")
    await done(alice.sdk.send_to_group("room", "missed", "text"))
    await done(service().send_to_connection(bob.id, "marker", content_type="text/plain"))
    same(await bob.server_message(), ("text", "marker"), "a later message arrived")
    same(bob.waiting(CallbackType.GROUP_MESSAGE), 0, "the group's message did not")


async def server_messages():
    alice = await client(user_id="alice", groups=["room"])
    server = service()
    await done(server.send_to_all("to all", content_type="text/plain"))
    same(await alice.server_message(), ("text", "to all"), "text to all")
    await done(server.send_to_user("alice", {"to": "user"}))
    same(await alice.server_message(), ("json", {"to": "user"}), "json to the user")
    await done(server.send_to_connection(alice.id, b"\x01\x02\x03", content_type="application/octet-stream"))
    same(await alice.server_message(), ("binary", "010203"), "binary to the connection")
    await done(server.send_to_group("room", "to the group", content_type="text/plain"))
    same(await alice.group_message(), ("room", None, "text", "to the group"), "text to the group, from nobody")


async def forbidden():
    guest = await client(user_id="guest", roles=[])
    join = await refused(lambda: guest.sdk.join_group("room"), SendMessageError, "join is refused")
    same(join.error_detail.name, "Forbidden", "as Forbidden")
    send = await refused(lambda: guest.sdk.send_to_group("room", "hi", "text"), SendMessageError, "send is refused")
    same(send.error_detail.name, "Forbidden", "as Forbidden too")
    await done(service().send_to_connection(guest.id, "still there", content_type="text/plain"))
    same(await guest.server_message(), ("text", "still there"), "the connection stays open")


async def rejoin():
    alice = await client(user_id="alice")
    await done(alice.sdk.join_group("room"))
    await done(service().close_connection(alice.id, reason="move on"))
    disconnected = await alice.next(CallbackType.DISCONNECTED)
    same(disconnected.connection_id, alice.id, "disconnected event names the connection")
    same(
        disconnected.message,
        "Application server closed the connection. Reason: move on",
        "and the application's reason",
    )
    again = await alice.next(CallbackType.CONNECTED)
    same(again.connection_id != alice.id, True, "connected under a new id")
    # This SDK tells of the connection before it has joined its groups again.
    await until(lambda: service().group_exists("room"), "member of its group again")
    await done(service().send_to_group("room", "welcome back", content_type="text/plain"))
    same((await alice.group_message())[3], "welcome back", "received the group's next message")


async def stop():
    alice = await client(user_id="alice")
    await done(alice.sdk.close())
    await alice.next(CallbackType.STOPPED)
    ok("stopped event")

    async def forgotten():
        return not await done(service().connection_exists(alice.id))

    await until(forgotten, "the service forgot the connection")
    same(await done(service().user_exists("alice")), False, "and the user")


run(connect, group_messages, no_echo, leave, server_messages, forbidden, rejoin, stop)
