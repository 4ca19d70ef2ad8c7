"""azure-messaging-webpubsubservice as a back end uses it, one scenario per run."""

from azure.core.exceptions import ClientAuthenticationError, HttpResponseError, ResourceNotFoundError
from azure.messaging.webpubsubclient.models import CallbackType

from kit import (
    AIO,
    CONNECTION_STRING,
    HUB,
    AioWebPubSubServiceClient,
    WebPubSubServiceClient,
    client,
    done,
    ok,
    refused,
    run,
    same,
    service,
)

TEXT = {"content_type": "text/plain"}
BYTES = {"content_type": "application/octet-stream"}


async def client_access_token():
    token = await done(service().get_client_access_token(user_id="alice", groups=["room"]))
    same(token["url"], f"{token['baseUrl']}?access_token={token['token']}", "url carries the token")
    same(token["baseUrl"].endswith(f"/client/hubs/{HUB}"), True, "url names the hub")
    alice = await client(user_id="alice", groups=["room"])
    same(alice.user_id, "alice", "connected with one")
    same(await done(service().group_exists("room")), True, "joined the group named in it")


async def sends():
    alice = await client(user_id="al ice/ü+", groups=["my room/ä"])
    server = service()
    await done(server.send_to_all("text", **TEXT))
    same(await alice.server_message(), ("text", "text"), "text to all")
    await done(server.send_to_all({"json": [1, "two"]}))
    same(await alice.server_message(), ("json", {"json": [1, "two"]}), "json to all")
    await done(server.send_to_all(b"\xff\x00\x01", **BYTES))
    same(await alice.server_message(), ("binary", "ff0001"), "binary to all")
    await done(server.send_to_user("al ice/ü+", "to the user", **TEXT))
    same(await alice.server_message(), ("text", "to the user"), "text to the user")
    await done(server.send_to_connection(alice.id, "a json string"))
    same(await alice.server_message(), ("json", "a json string"), "json to the connection")
    await done(server.send_to_group("my room/ä", b"\x09", **BYTES))
    same(await alice.group_message(), ("my room/ä", None, "binary", "09"), "binary to the group")
    await done(server.send_to_group("my room/ä", "not for alice", excluded=[alice.id], **TEXT))
    await done(server.send_to_group("my room/ä", "marker", **TEXT))
    same((await alice.group_message())[3], "marker", "an excluded member is left out")
    for send in (server.send_to_user, server.send_to_connection, server.send_to_group):
        await done(send("nobody", "text", **TEXT))
    ok("sending to nobody succeeds")


async def exists():
    alice = await client(user_id="alice", groups=["room"])
    server = service()
    same(await done(server.connection_exists(alice.id)), True, "connection exists")
    same(await done(server.user_exists("alice")), True, "user exists")
    same(await done(server.group_exists("room")), True, "group exists")
    same(await done(server.connection_exists("no-such-connection")), False, "unknown connection does not")
    same(await done(server.user_exists("nobody")), False, "unknown user does not")
    same(await done(server.group_exists("nowhere")), False, "empty group does not")


async def membership():
    alice = await client(user_id="alice")
    server = service()
    await done(server.add_connection_to_group("room", alice.id))
    same(await done(server.group_exists("room")), True, "added connection is a member")
    await done(server.remove_connection_from_group("room", alice.id))
    same(await done(server.group_exists("room")), False, "removed connection is not")
    await done(server.add_user_to_group("room", "alice"))
    same(await done(server.group_exists("room")), True, "added user is a member")
    await done(server.remove_user_from_group("room", "alice"))
    same(await done(server.group_exists("room")), False, "removed user is not")
    await done(server.add_user_to_group("room", "alice"))
    await done(server.remove_user_from_all_groups("alice"))
    same(await done(server.group_exists("room")), False, "user removed from all groups")
    await done(server.add_connection_to_group("room", alice.id))
    await done(server.remove_connection_from_all_groups(alice.id))
    same(await done(server.group_exists("room")), False, "connection removed from all groups")
    missing = ResourceNotFoundError
    await refused(lambda: server.add_connection_to_group("room", "none"), missing, "unknown connection cannot be added")
    await refused(lambda: server.add_user_to_group("room", "nobody"), missing, "unknown user cannot be added")


async def close():
    server = service()

    async def closed(who, step):
        event = await who.next(CallbackType.DISCONNECTED)
        same(event.message, "Application server closed the connection. Reason: bye", step)
        same(await done(server.connection_exists(who.id)), False, f"{step}: gone")

    once = {"reconnect_retry_total": 0}
    one = await client(**once)
    await done(server.close_connection(one.id, reason="bye"))
    await closed(one, "connection closed")
    user = await client(user_id="alice", **once)
    await done(server.close_user_connections("alice", reason="bye"))
    await closed(user, "user closed")
    member = await client(groups=["room"], **once)
    other = await client(**once)
    kept = await client(**once)
    await done(server.close_group_connections("room", reason="bye"))
    await closed(member, "group closed")
    await done(server.close_all_connections(excluded=[kept.id], reason="bye"))
    await closed(other, "all closed")
    same(await done(server.connection_exists(kept.id)), True, "but the excluded one")


async def wrong_key():
    wrong = ";".join(
        "AccessKey=another key that is long enough for HS256" if part.startswith("AccessKey=") else part
        for part in CONNECTION_STRING.split(";")
    )
    intruder = (AioWebPubSubServiceClient if AIO else WebPubSubServiceClient).from_connection_string(wrong, HUB)
    await refused(lambda: intruder.send_to_all("hi", **TEXT), ClientAuthenticationError, "a send is refused")
    await done(intruder.close())


async def body_without_length():
    def generator():
        yield b"of unknown size"

    async def generator_aio():
        yield b"of unknown size"

    body = generator_aio if AIO else generator
    refusal = await refused(
        lambda: service(retry_total=0).send_to_all(body(), **BYTES),
        HttpResponseError,
        "a body without a size is refused",
    )
    same(refusal.status_code, 400, "as a bad request")


run(client_access_token, sends, exists, membership, close, wrong_key, body_without_length)
