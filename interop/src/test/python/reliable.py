"""azure-messaging-webpubsubclient on the reliable protocol, which it takes by default, over a network that breaks."""

from azure.messaging.webpubsubclient.models import CallbackType

from kit import client, done, link, reliable_client, run, same, service, until

TEXT = {"content_type": "text/plain"}


async def publish(sender, first, last):
    """Publishes numbers to the group, and is done when the service has all of them."""
    for number in range(first, last):
        await done(sender.sdk.send_to_group("room", number, "json", ack=False))
    await done(sender.sdk.send_to_group("room", last, "json"))


async def arrive(receiver, first, last, step):
    """What arrives next, checked to be these numbers, each once, under sequence ids that follow each other.

    The synchronous SDK calls each listener in a thread of its own, so that only the ids tell the order.
    """
    events = [await receiver.next(CallbackType.GROUP_MESSAGE) for _ in range(first, last + 1)]
    received = sorted((event.sequence_id, event.data) for event in events)
    same(received, [(number, number) for number in range(first, last + 1)], step)


async def stayed(receiver, step):
    """That nobody but the SDK noticed: the same connection, and nothing told to the application."""
    told = [kind.value for kind in CallbackType if receiver.waiting(kind)]
    same(told, [], f"{step}: nothing else was told")
    await done(service().send_to_connection(receiver.id, "still you", **TEXT))
    same(await receiver.server_message(), ("text", "still you"), step)


async def recover():
    alice = await reliable_client(user_id="alice")
    bob = await client(user_id="bob")
    await done(alice.sdk.join_group("room"))
    await publish(bob, 1, 50)
    await arrive(alice, 1, 50, "received what was sent before")
    link("deafen")
    await publish(bob, 51, 100)
    link("down")
    await publish(bob, 101, 150)
    link("up")
    await arrive(alice, 51, 150, "received once and in order what was lost on the way and what was sent meanwhile")
    await publish(bob, 151, 160)
    await arrive(alice, 151, 160, "and what was sent afterwards")
    await stayed(alice, "it is the same connection")


async def recover_often():
    alice = await reliable_client(user_id="alice")
    bob = await client(user_id="bob")
    await done(alice.sdk.join_group("room"))
    for cut in (1, 2, 3):
        await publish(bob, cut * 100 - 99, cut * 100 - 50)
        link("cut")
        await publish(bob, cut * 100 - 49, cut * 100)

        async def again():
            return link("count") > cut

        await until(again, f"came again after cut {cut}")
    await arrive(alice, 1, 300, "received all, once and in order")
    await stayed(alice, "it is the same connection")


async def refused_recovery():
    alice = await reliable_client(user_id="alice")
    await done(alice.sdk.join_group("room"))
    link("down")
    await done(service().close_connection(alice.id))
    link("up")
    disconnected = await alice.next(CallbackType.DISCONNECTED)
    same(disconnected.connection_id, alice.id, "a connection that was closed meanwhile is given up at once")
    again = await alice.next(CallbackType.CONNECTED)
    same(again.connection_id != alice.id, True, "connected under a new id")
    # This SDK tells of the connection before it has joined its groups again.
    await until(lambda: service().group_exists("room"), "member of its group again")
    await done(service().send_to_group("room", "welcome back", **TEXT))
    event = await alice.next(CallbackType.GROUP_MESSAGE)
    same((event.sequence_id, event.data), (1, "welcome back"), "numbered from 1")


run(recover, recover_often, refused_recovery)
