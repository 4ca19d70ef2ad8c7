// Who may: tokens for clients, made by the SDK or by the service, and credentials of the caller.
import { createHmac } from "node:crypto";
import { Readable } from "node:stream";
import WebSocket from "ws";
import { client, connectionString, hub, link, ok, refused, same, service, until } from "./kit.mjs";
import { AzureKeyCredential, WebPubSubServiceClient, covering } from "./surface.mjs";

const TEXT = { contentType: "text/plain" };
const settings = Object.fromEntries(
  connectionString
    .split(";")
    .filter(Boolean)
    .map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
);
const socketEndpoint = settings.Endpoint.replace("http", "ws");
const everything = {
  userId: "alice",
  roles: ["webpubsub.joinLeaveGroup.lobby"],
  groups: ["room"],
  expirationTimeInMinutes: 5,
};
const ofTheToken = "getClientAccessToken userId roles groups expirationTimeInMinutes clientProtocol";

const claimsOf = (token) => JSON.parse(Buffer.from(token.split(".")[1], "base64url"));

/** The token an access key signs for one request, made by hand where the SDK has no call for it. */
function bearer(url) {
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${encode({ alg: "HS256", typ: "JWT" })}.${encode({ aud: url, exp: Math.floor(Date.now() / 1000) + 60 })}`;
  return `Bearer ${signed}.${createHmac("sha256", settings.AccessKey).update(signed).digest("base64url")}`;
}

/** "open", or the status with which the handshake was refused. */
function outcome(socket) {
  return new Promise((resolve, reject) => {
    socket.on("open", () => resolve("open"));
    socket.on("unexpected-response", (_, response) => {
      response.resume();
      resolve(response.statusCode);
    });
    socket.on("error", reject);
  });
}

/** What a token with everything in it lets its client do. */
async function letsIn(token) {
  const alice = await client(token);
  same(alice.userId, "alice", "connected with it");
  same(await service().groupExists("room"), true, "joined the group named in it");
  await alice.sdk.joinGroup("lobby");
  ok("may join by the role named in it");
  const { errorDetail } = await refused(() => alice.sdk.joinGroup("cellar"), {}, "may not join another group");
  same(errorDetail.name, "Forbidden", "which is forbidden");
}

function tokenCredential() {
  const credential = {
    scopes: [],
    async getToken(scopes) {
      credential.scopes.push(...[scopes].flat());
      return { token: process.env.GROUNDWAVE_ISSUED_TOKEN, expiresOnTimestamp: Date.now() + 600_000 };
    },
  };
  return credential;
}

export const access = {
  clientAccessToken: covering([ofTheToken], async () => {
    const { url, baseUrl, token } = await service().getClientAccessToken(everything);
    same(url, `${baseUrl}?access_token=${token}`, "url carries the token");
    same(baseUrl, `${socketEndpoint}/client/hubs/${hub}`, "url names the hub's address");
    const { iat, exp, ...claims } = claimsOf(token);
    same(
      claims,
      {
        aud: `${settings.Endpoint}/client/hubs/${hub}`,
        sub: "alice",
        role: everything.roles,
        "webpubsub.group": everything.groups,
      },
      "token names hub, user, roles and groups",
    );
    same(exp - iat, 300, "and its end");
    await letsIn(everything);
    const nobody = await client({ roles: undefined, clientProtocol: "default" });
    same(nobody.userId ?? null, null, "connected without a name");
    for (const clientProtocol of ["mqtt", "socketio"]) {
      const other = await service().getClientAccessToken({ clientProtocol });
      const path = `/clients/${clientProtocol}/hubs/${hub}`;
      same(other.baseUrl, socketEndpoint + path, `${clientProtocol} clients have an address of their own`);
      same(claimsOf(other.token).aud, settings.Endpoint + path, `which their token names`);
    }
  }),

  /** A caller without a key lets the service make the token. */
  tokenFromTheService: covering([ofTheToken, "sendToAll contentType"], async () => {
    const credential = tokenCredential();
    const caller = new WebPubSubServiceClient(settings.Endpoint, credential, hub);
    const { url, baseUrl, token } = await caller.getClientAccessToken(everything);
    same(credential.scopes, ["https://webpubsub.azure.com/.default"], "the credential is asked for the service's scope");
    same(url, `${baseUrl}?access_token=${token}`, "url carries the token");
    const { aud, sub, role, "webpubsub.group": group, iat, exp } = claimsOf(token);
    same(
      { aud, sub, role, group },
      { aud: `${settings.Endpoint}/client/hubs/${hub}`, sub: "alice", role: everything.roles, group: everything.groups },
      "token names hub, user, roles and groups",
    );
    same(exp - iat, 300, "and its end");
    await letsIn({ service: caller, ...everything });
    const bob = await client({ service: caller, userId: "bob", clientProtocol: "default" });
    await caller.sendToAll("hi", TEXT);
    same((await bob.serverMessage()).data, "hi", "the credential opens other calls too");
    const mqtt = await caller.getClientAccessToken({ clientProtocol: "mqtt" });
    same(claimsOf(mqtt.token).aud, `${settings.Endpoint}/clients/mqtt/hubs/${hub}`, "token for an MQTT client");
    const { message } = await refused(
      () => caller.getClientAccessToken({ clientProtocol: "socketio" }),
      { statusCode: 400 },
      "token for Socket.IO is refused",
    );
    // Of a problem+json the SDK reads nothing: the message is the body.
    same(JSON.parse(message).message, "The value 'socketio' is not valid.", "for a reason");
  }),

  async tokenCredentialInTheClear() {
    const options = { allowInsecureConnection: true };
    const caller = new WebPubSubServiceClient(settings.Endpoint, tokenCredential(), hub, options);
    await refused(() => caller.getClientAccessToken(), {}, "the SDK itself refuses to send the credential");
  },

  /** The same call under an access key, for which the SDK signs by itself. */
  async generateToken() {
    const url = `${settings.Endpoint}/api/hubs/${hub}/:generateToken?userId=alice&role=webpubsub.sendToGroup&group=room&minutesToExpire=5&api-version=2024-12-01`;
    const answer = await fetch(url, { method: "POST", headers: { Authorization: bearer(url) } });
    same(answer.status, 200, "answered 200");
    const { token } = await answer.json();
    same(claimsOf(token).sub, "alice", "token names the user");
    const socket = new WebSocket(`${socketEndpoint}/client/hubs/${hub}?access_token=${token}`);
    same(await outcome(socket), "open", "a client connects with it");
    await until(() => service().userExists("alice"), "the service knows the user");
    same(await service().groupExists("room"), true, "and the group");
    socket.close();
  },

  wrongKey: covering(["new", "AzureKeyCredential"], async () => {
    const credential = new AzureKeyCredential("another key that is long enough for HS256");
    const options = { allowInsecureConnection: true };
    const caller = new WebPubSubServiceClient(settings.Endpoint, credential, hub, options);
    same([caller.endpoint, caller.hubName], [settings.Endpoint, hub], "knows whom it calls");
    await refused(() => caller.sendToAll("hi", TEXT), { statusCode: 401 }, "a send is refused");
    const { url } = await caller.getClientAccessToken({ userId: "mallory" });
    same(await outcome(new WebSocket(url)), 401, "a client is refused");
    same(await service().userExists("mallory"), false, "nobody came in");
    credential.update(settings.AccessKey);
    await caller.sendToAll("hi", TEXT);
    ok("with the right key it is not");
  }),

  /** Over the link, for a service that is known by another name; the link leaves the Host header as it is. */
  behindAProxy: covering(["new reverseProxyEndpoint"], async () => {
    const known = connectionString.replace(/localhost:\d+/, "push.example.org");
    const caller = new WebPubSubServiceClient(known, hub, {
      allowInsecureConnection: true,
      reverseProxyEndpoint: link.endpoint,
    });
    const bob = await client();
    const before = await link.count();
    await caller.sendToAll("hi", TEXT);
    same((await bob.serverMessage()).data, "hi", "a send arrives");
    same((await link.count()) - before, 1, "by way of the proxy");
    const { baseUrl } = await caller.getClientAccessToken();
    same(baseUrl.includes("//push.example.org/client/"), true, "clients are sent to the known name");
  }),

  async bodyWithoutLength() {
    const stream = () => Readable.from([Buffer.from("of unknown size")]);
    await refused(
      () => service({ retryOptions: { maxRetries: 0 } }).sendToAll(stream),
      { statusCode: 400 },
      "a body without a size is refused",
    );
  },
};
