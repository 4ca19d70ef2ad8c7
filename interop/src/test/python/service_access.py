"""Who may: tokens for clients, made by the SDK or by the service, and credentials of the caller."""

import os
import re
import time

import jwt
from azure.core.credentials import AccessToken
from azure.core.exceptions import ClientAuthenticationError, HttpResponseError, ServiceRequestError
from azure.messaging.webpubsubclient.models import SendMessageError

from kit import AIO, CONNECTION_STRING, HUB, SERVICE, client, client_with, done, link, ok, opened, refused, same, service
from surface import covering

TEXT = {"content_type": "text/plain"}
BYTES = {"content_type": "application/octet-stream"}
ENDPOINT = re.search("Endpoint=([^;]*)", CONNECTION_STRING)[1]
SOCKETS = ENDPOINT.replace("http", "ws", 1)
EVERYTHING = {
    "user_id": "alice",
    "roles": ["webpubsub.joinLeaveGroup.lobby"],
    "groups": ["room"],
    "minutes_to_expire": 5,
}
OF_THE_TOKEN = "get_client_access_token user_id roles groups minutes_to_expire client_protocol"


def claims_of(token):
    return jwt.decode(token["token"], options={"verify_signature": False})


async def lets_in(token):
    """What a token with everything in it lets its client do."""
    alice = await client_with(token)
    same(alice.user_id, "alice", "connected with it")
    same(await done(service().group_exists("room")), True, "joined the group named in it")
    await done(alice.sdk.join_group("lobby"))
    ok("may join by the role named in it")
    refusal = await refused(lambda: alice.sdk.join_group("cellar"), SendMessageError, "may not join another group")
    same(refusal.error_detail.name, "Forbidden", "which is forbidden")


@covering(f"{OF_THE_TOKEN} jwt_headers", "from_connection_string", "close")
async def client_access_token():
    server = service()
    token = await done(server.get_client_access_token(**EVERYTHING, jwt_headers={"kid": "any"}))
    same(token["url"], f"{token['baseUrl']}?access_token={token['token']}", "url carries the token")
    same(token["baseUrl"], f"{SOCKETS}/client/hubs/{HUB}", "url names the hub's address")
    claims = claims_of(token)
    same(round(claims.pop("exp") - claims.pop("iat")), 300, "token names its end")
    same(
        claims,
        {
            "aud": f"{ENDPOINT}/client/hubs/{HUB}",
            "sub": "alice",
            "role": EVERYTHING["roles"],
            "webpubsub.group": EVERYTHING["groups"],
        },
        "and hub, user, roles and groups",
    )
    same(jwt.get_unverified_header(token["token"])["kid"], "any", "its header is what the caller asks for")
    await lets_in(token)
    nobody = await client_with(await done(server.get_client_access_token(client_protocol="Default")))
    same(nobody.user_id, None, "connected without a name")
    for protocol in ("MQTT", "SocketIO"):
        other = await done(server.get_client_access_token(client_protocol=protocol))
        path = f"/clients/{protocol.lower()}/hubs/{HUB}"
        same(other["baseUrl"], f"{SOCKETS}{path}", f"{protocol} clients have an address of their own")
        same(claims_of(other)["aud"], f"{ENDPOINT}{path}", "which their token names")
    await done(server.close())


class _Credential:
    def __init__(self):
        self.scopes = []

    def get_token(self, *scopes, **_):
        self.scopes.extend(scopes)
        return AccessToken(os.environ["GROUNDWAVE_ISSUED_TOKEN"], int(time.time()) + 600)


class _AioCredential(_Credential):
    async def get_token(self, *scopes, **_):
        return super().get_token(*scopes)


def token_credential():
    return _AioCredential() if AIO else _Credential()


@covering(OF_THE_TOKEN, "send_to_all content_type")
async def token_from_the_service():
    """A caller without a key lets the service make the token."""
    credential = token_credential()
    caller = opened(SERVICE(ENDPOINT, HUB, credential))
    token = await done(caller.get_client_access_token(**EVERYTHING))
    same(set(credential.scopes), {"https://webpubsub.azure.com/.default"}, "the credential is asked for the service's scope")
    same(token["url"], f"{token['baseUrl']}?access_token={token['token']}", "url carries the token")
    claims = claims_of(token)
    same(round(claims["exp"] - claims["iat"]), 300, "token names its end")
    same(
        [claims["aud"], claims["sub"], claims["role"], claims["webpubsub.group"]],
        [f"{ENDPOINT}/client/hubs/{HUB}", "alice", EVERYTHING["roles"], EVERYTHING["groups"]],
        "and hub, user, roles and groups",
    )
    await lets_in(token)
    bob = await client_with(await done(caller.get_client_access_token(user_id="bob", client_protocol="Default")))
    await done(caller.send_to_all("hi", **TEXT))
    same(await bob.server_message(), ("text", "hi"), "the credential opens other calls too")
    mqtt = await done(caller.get_client_access_token(client_protocol="MQTT"))
    same(claims_of(mqtt)["aud"], f"{ENDPOINT}/clients/mqtt/hubs/{HUB}", "token for an MQTT client")
    refusal = await refused(
        lambda: caller.get_client_access_token(client_protocol="SocketIO"),
        HttpResponseError,
        "token for Socket.IO is refused",
    )
    same(refusal.status_code, 400, "as a bad request")


async def token_credential_in_the_clear():
    caller = opened(SERVICE(ENDPOINT, HUB, token_credential()))
    await refused(caller.get_client_access_token, ServiceRequestError, "the SDK itself refuses to send the credential")


async def wrong_key():
    wrong = re.sub("AccessKey=[^;]*", "AccessKey=another key that is long enough for HS256", CONNECTION_STRING)
    await refused(lambda: service(wrong).send_to_all("hi", **TEXT), ClientAuthenticationError, "a send is refused")


@covering("from_connection_string reverse_proxy_endpoint user")
async def behind_a_proxy():
    """Over the link, for a service that is known by another name; the link leaves the Host header as it is."""
    known = re.sub(r"localhost:\d+", "push.example.org", CONNECTION_STRING)
    caller = service(known, reverse_proxy_endpoint=os.environ["GROUNDWAVE_LINK"], user="back end")
    bob = await client()
    before = link("count")
    await done(caller.send_to_all("hi", **TEXT))
    same(await bob.server_message(), ("text", "hi"), "a send arrives")
    same(link("count") - before, 1, "by way of the proxy")
    token = await done(caller.get_client_access_token())
    same("//push.example.org/client/" in token["baseUrl"], True, "clients are sent to the known name")


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


SCENARIOS = [
    client_access_token,
    token_from_the_service,
    token_credential_in_the_clear,
    wrong_key,
    behind_a_proxy,
    body_without_length,
]
