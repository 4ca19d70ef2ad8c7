"""Messages to clients: each kind of payload, each option, and who does not get them."""

import io

from azure.core.exceptions import HttpResponseError

from kit import client, done, ok, refused, same, service
from surface import covering

TEXT = {"content_type": "text/plain"}
JSON = {"content_type": "application/json"}
BYTES = {"content_type": "application/octet-stream"}


def lives(seconds):
    """A time to live; the package has no keyword for it, but takes parameters of the request."""
    return {**TEXT, "params": {"messageTtlSeconds": seconds}}


async def lives_for_a_time(send, received):
    await done(send("for a while", **lives(300)))
    same((await received())[-1], "for a while", "received what lives for a while")
    refusal = await refused(lambda: send("for too long", **lives(301)), HttpResponseError, "a longer life is refused")
    same(refusal.status_code, 400, "as a bad request")


@covering("send_to_all content_type excluded filter")
async def send_to_all():
    alice = await client(user_id="alice")
    bob = await client(user_id="bob")
    server = service()
    await done(server.send_to_all("text", **TEXT))
    same(await alice.server_message(), ("text", "text"), "alice received text")
    same(await bob.server_message(), ("text", "text"), "bob received text")
    await done(server.send_to_all({"json": [1, "two"]}))
    same(await bob.server_message(), ("json", {"json": [1, "two"]}), "bob received json")
    await done(server.send_to_all(b"\xff\x00\x01", **BYTES))
    same(await bob.server_message(), ("binary", "ff0001"), "bob received binary")
    await done(server.send_to_all(io.BytesIO(b"\x07"), **BYTES))
    same(await bob.server_message(), ("binary", "07"), "bob received binary from a stream")
    await done(server.send_to_all("not for alice", excluded=[alice.id], **TEXT))
    same(await bob.server_message(), ("text", "not for alice"), "bob received what excludes alice")
    await done(server.send_to_all({"to": "bob"}, filter="userId eq 'bob'", **JSON))
    same(await bob.server_message(), ("json", {"to": "bob"}), "bob received what is filtered for him")
    await lives_for_a_time(server.send_to_all, bob.server_message)
    seen = []
    while not seen or seen[-1] != "for a while":
        seen.append((await alice.server_message())[1])
    same(seen, [{"json": [1, "two"]}, "ff0001", "07", "for a while"], "alice received what is for all")
    await refused(lambda: server.send_to_all("hi", filter="invalid filter", **TEXT), HttpResponseError, "a bad filter is refused")


@covering("send_to_user content_type filter")
async def send_to_user():
    phone = await client(user_id="al ice/ü+", groups=["mobile"])
    laptop = await client(user_id="al ice/ü+")
    bob = await client(user_id="bob")
    server = service()
    await done(server.send_to_user("al ice/ü+", "text", **TEXT))
    same(await phone.server_message(), ("text", "text"), "first connection received text")
    same(await laptop.server_message(), ("text", "text"), "second connection too")
    await done(server.send_to_user("al ice/ü+", "not mobile", filter="not ('mobile' in groups)", **TEXT))
    same(await laptop.server_message(), ("text", "not mobile"), "second received what is filtered for it")
    await done(server.send_to_user("al ice/ü+", "a json string"))
    same(await phone.server_message(), ("json", "a json string"), "first received json, and nothing before")
    await done(server.send_to_user("al ice/ü+", b"\x07", **BYTES))
    same(await phone.server_message(), ("binary", "07"), "received binary")
    await lives_for_a_time(lambda *args, **options: server.send_to_user("al ice/ü+", *args, **options), phone.server_message)
    await done(server.send_to_user("nobody", "text", **TEXT))
    ok("sending to nobody succeeds")
    await done(server.send_to_user("bob", "marker", **TEXT))
    same(await bob.server_message(), ("text", "marker"), "another user received nothing of it")


@covering("send_to_connection content_type")
async def send_to_connection():
    alice = await client()
    bob = await client()
    server = service()
    await done(server.send_to_connection(alice.id, "text", **TEXT))
    same(await alice.server_message(), ("text", "text"), "received text")
    await done(server.send_to_connection(alice.id, {"n": 1}))
    same(await alice.server_message(), ("json", {"n": 1}), "received json")
    await done(server.send_to_connection(alice.id, b"", **BYTES))
    same(await alice.server_message(), ("binary", ""), "received empty binary")
    await lives_for_a_time(lambda *args, **options: server.send_to_connection(alice.id, *args, **options), alice.server_message)
    await done(server.send_to_connection("none", "text", **TEXT))
    ok("sending to no connection succeeds")
    await done(server.send_to_connection(bob.id, "marker", **TEXT))
    same(await bob.server_message(), ("text", "marker"), "another connection received nothing of it")


@covering("send_to_group content_type excluded filter")
async def send_to_group():
    alice = await client(user_id="alice", groups=["my room/ä"])
    bob = await client(groups=["my room/ä"])
    server = service()
    await done(server.send_to_group("my room/ä", "text", **TEXT))
    same(await alice.group_message(), ("my room/ä", None, "text", "text"), "alice received text")
    same(await bob.group_message(), ("my room/ä", None, "text", "text"), "bob received text")
    await done(server.send_to_group("my room/ä", [1, 2, 3]))
    same(await bob.group_message(), ("my room/ä", None, "json", [1, 2, 3]), "bob received json")
    await done(server.send_to_group("my room/ä", b"\x09", **BYTES))
    same(await bob.group_message(), ("my room/ä", None, "binary", "09"), "bob received binary")
    await done(server.send_to_group("my room/ä", "not for bob", excluded=[bob.id], **TEXT))
    await done(server.send_to_group("my room/ä", "for alice", filter="userId ne null", **TEXT))
    await lives_for_a_time(lambda *args, **options: server.send_to_group("my room/ä", *args, **options), bob.group_message)
    ok("an excluded member is left out, and one that the filter does not match")
    seen = []
    while not seen or seen[-1] != "for a while":
        seen.append((await alice.group_message())[3])
    same(seen, [[1, 2, 3], "09", "not for bob", "for alice", "for a while"], "alice received all of it")
    await done(server.send_to_group("nowhere", "text", **TEXT))
    ok("sending to an empty group succeeds")


SCENARIOS = [send_to_all, send_to_user, send_to_connection, send_to_group]
