"""Who is in a group: one by one, many at once by a filter, and the list."""

from urllib.parse import parse_qs, urlsplit

from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.core.rest import HttpRequest

from kit import HUB, client, done, refused, same, service
from surface import covering

TEXT = {"content_type": "text/plain"}
API = f"api/hubs/{HUB}"
VERSION = {"api-version": "2024-12-01"}


@covering(
    "add_connection_to_group",
    "remove_connection_from_group",
    "add_user_to_group",
    "remove_user_from_group",
    "remove_user_from_all_groups",
    "remove_connection_from_all_groups",
)
async def membership():
    alice = await client(user_id="alice")
    server = service()
    await done(server.add_connection_to_group("room", alice.id))
    same(await done(server.group_exists("room")), True, "added connection is a member")
    await done(server.send_to_group("room", "hello", **TEXT))
    same((await alice.group_message())[3], "hello", "and receives")
    await done(server.remove_connection_from_group("room", alice.id))
    same(await done(server.group_exists("room")), False, "removed connection is not")
    await done(server.send_to_group("room", "not for alice", **TEXT))
    await done(server.add_user_to_group("room", "alice"))
    await done(server.send_to_group("room", "hello again", **TEXT))
    same((await alice.group_message())[3], "hello again", "added user receives")
    await done(server.remove_user_from_group("room", "alice"))
    same(await done(server.group_exists("room")), False, "removed user is not a member")
    await done(server.add_user_to_group("room", "alice"))
    await done(server.remove_user_from_all_groups("alice"))
    same(await done(server.group_exists("room")), False, "user removed from all groups")
    await done(server.add_connection_to_group("room", alice.id))
    await done(server.remove_connection_from_all_groups(alice.id))
    same(await done(server.group_exists("room")), False, "connection removed from all groups")
    await done(server.send_to_group("room", "not for alice", **TEXT))
    await done(server.send_to_all("marker", **TEXT))
    await alice.server_message()
    same(alice.waiting(), 0, "and receives nothing any more")
    missing = ResourceNotFoundError
    await refused(lambda: server.add_connection_to_group("room", "none"), missing, "unknown connection cannot be added")
    await refused(lambda: server.add_user_to_group("room", "nobody"), missing, "unknown user cannot be added")


@covering("send_request stream")
async def bulk():
    """The package has no call for these two; it signs and sends any request."""
    alice = await client(user_id="alice")
    bob = await client(user_id="bob")
    server = service()

    async def change(verb, groups, condition):
        request = HttpRequest("POST", f"{API}/:{verb}", params=VERSION, json={"groups": groups, "filter": condition})
        return (await done(server.send_request(request, stream=False))).status_code

    same(await change("addToGroups", ["a", "b"], "userId eq 'alice'"), 200, "added by a filter")
    same(await change("addToGroups", ["b"], None), 200, "added without one")
    await done(server.send_to_group("a", "to a", **TEXT))
    await done(server.send_to_group("b", "to b", **TEXT))
    same((await alice.group_message())[3], "to a", "who matches is added to one group")
    same((await alice.group_message())[3], "to b", "and to the other")
    same((await bob.group_message())[3], "to b", "without a filter everybody is")
    same(await change("removeFromGroups", ["a", "b"], "'a' in groups"), 200, "removed by a filter")
    same(await done(server.group_exists("a")), False, "who matches is removed")
    await done(server.send_to_group("b", "to b again", **TEXT))
    same((await bob.group_message())[3], "to b again", "who does not match stays")
    same(alice.waiting(), 0, "who was removed received nothing")
    same(await change("addToGroups", ["a"], "invalid filter"), 400, "a bad filter is refused")


async def _each(items):
    if hasattr(items, "__aiter__"):
        async for item in items:
            yield item
    else:
        for item in items:
            yield item


async def _all(items):
    return [each async for each in _each(items)]


async def _pages(found, **options):
    """Page by page, as one must: a page of the asynchronous flavour can be read only until the next is there."""
    return [await _all(page) async for page in _each(found.by_page(**options))]


def _ids(members):
    return sorted(each.connection_id for each in members)


@covering("list_connections group top maxpagesize continuation_token_parameter")
async def list_connections():
    server = service()

    def listed(**options):
        return server.list_connections(group="my room/ä", **options)

    same(await _all(listed()), [], "an empty group has no members")
    users = [None, "alice", "bob", "carol", "dave"]
    there = [await client(user_id=user, groups=["my room/ä"]) for user in users]
    members = await _all(listed())
    expected = {each.id: user for each, user in zip(there, users)}
    same({each.connection_id: each.user_id for each in members}, expected, "every member is listed with its user")
    pages = await _pages(listed(maxpagesize=2))
    same([len(page) for page in pages], [2, 2, 1], "in pages")
    same(_ids(each for page in pages for each in page), sorted(expected), "which have each of them once")
    same([len(page) for page in await _pages(listed(maxpagesize=2, top=3))], [2, 1], "no more than asked for")

    first = HttpRequest("GET", f"{API}/groups/my%20room%2F%C3%A4/connections", params={**VERSION, "maxpagesize": 2})
    answer = (await done(server.send_request(first))).json()
    begun = [each["connectionId"] for each in answer["value"]]
    token = parse_qs(urlsplit(answer["nextLink"]).query)["continuationToken"][0]
    rest = await _all(listed(continuation_token_parameter=token))
    same(sorted(begun + _ids(rest)), sorted(expected), "a list goes on from where another stopped")
    rest = await _pages(listed(), continuation_token=answer["nextLink"])
    same(sorted(begun + _ids(each for page in rest for each in page)), sorted(expected), "and from the service's link")

    async def made_up():
        return await _all(listed(continuation_token_parameter="made-up"))

    await refused(made_up, HttpResponseError, "a made-up token is refused")


SCENARIOS = [membership, bulk, list_connections]
