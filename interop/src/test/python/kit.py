"""What every scenario needs: the service's address, queues that wait, steps that are printed and checked.

A script is started as `python <script> <flavour> <scenario> <hub>` with the connection string and a link to break in the
environment.
The flavour is `sync` or `aio`: both SDK packages have the same calls twice, and one scenario runs on either.
"""

import asyncio
import inspect
import os
import re
import sys
import time
import traceback
import urllib.request

from azure.messaging.webpubsubclient import WebPubSubClient
from azure.messaging.webpubsubclient.aio import WebPubSubClient as AioWebPubSubClient
from azure.messaging.webpubsubclient.models import CallbackType, WebPubSubProtocolType

from surface import AioWebPubSubServiceClient, WebPubSubServiceClient

WAIT_SECONDS = 15
BOTH_ROLES = ["webpubsub.joinLeaveGroup", "webpubsub.sendToGroup"]
CONNECTION_STRING = os.environ["GROUNDWAVE_CONNECTION_STRING"]
FLAVOUR, SCENARIO, HUB = sys.argv[1:4]
AIO = {"sync": False, "aio": True}[FLAVOUR]

_opened = []


def ok(step):
    """Reports a step; the Java test compares the list of steps with what it expects."""
    print(f"ok {step}", flush=True)


def same(actual, expected, step):
    if actual != expected:
        raise AssertionError(f"{step}: expected {expected!r}, got {actual!r}")
    ok(step)


async def done(result):
    """The outcome of a call of either flavour."""
    return await result if inspect.isawaitable(result) else result


async def refused(call, kind, step):
    try:
        await done(call())
    except kind as error:
        ok(step)
        return error
    raise AssertionError(f"{step}: nothing was raised")


async def until(question, step):
    """Asks again until the answer is yes: for what the service does after its answer, such as closing."""
    end = time.monotonic() + WAIT_SECONDS
    while not await done(question()):
        if time.monotonic() > end:
            raise AssertionError(f"{step}: not within {WAIT_SECONDS} s")
        await asyncio.sleep(0.02)
    ok(step)


SERVICE = AioWebPubSubServiceClient if AIO else WebPubSubServiceClient


def service(connection_string=CONNECTION_STRING, **options):
    """A client of the service with the access key of a connection string."""
    return opened(SERVICE.from_connection_string(connection_string, HUB, **options))


def opened(closeable):
    """The same, closed after the scenario."""
    _opened.append(closeable)
    return closeable


def link(order):
    """Orders something of the stretch of network before the service; answers how many connections it carried so far.

    `deafen`: what the service sends on the connections of now is lost. `cut`: they are reset. `down`, `up`: they are
    reset, and new ones too until the link is up again. `count`: nothing.
    """
    url = f"{os.environ['GROUNDWAVE_LINK_CONTROL']}/{order}"
    with urllib.request.urlopen(urllib.request.Request(url, method="POST"), timeout=WAIT_SECONDS) as response:
        return int(response.read())


class Client:
    """An open client of the official SDK, with an inbox for each of its events."""

    def __init__(self, sdk):
        self.sdk = sdk
        self.id = None
        self.user_id = None
        self._loop = asyncio.get_running_loop()
        self._inboxes = {kind: asyncio.Queue() for kind in CallbackType}

    async def open(self):
        for kind in CallbackType:
            await done(self.sdk.subscribe(kind, self._listener(kind)))
        await done(self.sdk.open())
        connected = await self.next(CallbackType.CONNECTED)
        self.id, self.user_id = connected.connection_id, connected.user_id
        return self

    def _listener(self, kind):
        def put(event=None):
            self._loop.call_soon_threadsafe(self._inboxes[kind].put_nowait, event)

        async def put_aio(event=None):
            put(event)

        return put_aio if AIO else put

    async def next(self, kind):
        try:
            return await asyncio.wait_for(self._inboxes[kind].get(), WAIT_SECONDS)
        except asyncio.TimeoutError:
            raise AssertionError(f"no {kind.value} within {WAIT_SECONDS} s") from None

    def waiting(self, kind=CallbackType.GROUP_MESSAGE):
        return self._inboxes[kind].qsize()

    async def group_message(self):
        event = await self.next(CallbackType.GROUP_MESSAGE)
        return (event.group, event.from_user_id, *_plain(event))

    async def server_message(self):
        return _plain(await self.next(CallbackType.SERVER_MESSAGE))


def _plain(event):
    data = event.data
    return str(event.data_type), bytes(data).hex() if isinstance(data, memoryview) else data


async def client(user_id=None, roles=BOTH_ROLES, groups=(), **options):
    """A client on the plain protocol."""
    token = await done(service().get_client_access_token(user_id=user_id, roles=list(roles), groups=list(groups)))
    return await client_with(token, **options)


async def client_with(token, **options):
    """The same with a token that is there."""
    return await _client(token["url"], protocol_type=WebPubSubProtocolType.JSON, **options)


async def reliable_client(user_id=None, roles=BOTH_ROLES, **options):
    """A client on the protocol the SDK takes by itself, which is the reliable one, connected through the link."""
    there = re.sub("Endpoint=[^;]*", f"Endpoint={os.environ['GROUNDWAVE_LINK']}", CONNECTION_STRING)
    signer = WebPubSubServiceClient.from_connection_string(there, HUB)
    return await _client(signer.get_client_access_token(user_id=user_id, roles=list(roles))["url"], **options)


async def _client(url, **options):
    # The synchronous client can miss the wake-up of a fast ack and then waits this long before it goes on.
    options = {"ack_timeout": 2, "message_retry_total": 0, "reconnect_retry_backoff_factor": 0.1, **options}
    kind = AioWebPubSubClient if AIO else WebPubSubClient
    found = await Client(kind(url, **options)).open()
    _opened.append(found.sdk)
    return found


async def _run(scenario):
    try:
        await scenario()
        return 0
    except BaseException:  # noqa: the process's exit code is the verdict
        traceback.print_exc()
        return 1
    finally:
        for each in reversed(_opened):
            await done(each.close())


def run(*scenarios):
    """Runs the scenario named on the command line; whatever it raises is printed and ends the process with 1."""
    chosen = {each.__name__: each for each in scenarios}[SCENARIO]
    sys.exit(asyncio.run(_run(chosen)))
