// What every scenario needs: the service's address, queues that wait, steps that are printed and checked.
// A script is started as `node <script> [<version of the client SDK>] <scenario> <hub>` with the connection string and a
// link to break in the environment.
import { deepStrictEqual } from "node:assert/strict";
import * as newest from "@azure/web-pubsub-client";
import * as oldest from "web-pubsub-client-1.0.0";
import { WebPubSubServiceClient } from "./surface.mjs";

const WAIT_MS = 15_000;
const VERSIONS = { "1.1.0": newest, "1.0.0": oldest };

export const connectionString = process.env.GROUNDWAVE_CONNECTION_STRING;
const [scenarioName, hubName] = process.argv.slice(-2);
export const hub = hubName;
/** The client SDK under test. */
export const SDK = VERSIONS[process.argv.length > 4 ? process.argv[2] : "1.1.0"];

/** Reports a step; the Java test compares the list of steps with what it expects. */
export function ok(step) {
  console.log(`ok ${step}`);
}

export function same(actual, expected, step) {
  deepStrictEqual(actual, expected, step);
  ok(step);
}

export async function refused(call, expected, step) {
  let thrown;
  try {
    await call();
  } catch (error) {
    thrown = error;
  }
  if (thrown === undefined) throw new Error(`${step}: nothing was thrown`);
  for (const [member, value] of Object.entries(expected)) {
    deepStrictEqual(thrown[member], value, `${step}: ${member} of ${thrown}`);
  }
  ok(step);
  return thrown;
}

/** Asks again until the answer is yes: for what the service does after its answer, such as closing. */
export async function until(question, step) {
  const end = Date.now() + WAIT_MS;
  while (!(await question())) {
    if (Date.now() > end) throw new Error(`${step}: not within ${WAIT_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  ok(step);
}

/** What a listener was told, in order; `next` waits for it. */
export class Inbox {
  #items = [];
  #waiting = [];

  put(item) {
    const waiter = this.#waiting.shift();
    if (waiter) waiter(item);
    else this.#items.push(item);
  }

  next(what) {
    if (this.#items.length > 0) return Promise.resolve(this.#items.shift());
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no ${what} within ${WAIT_MS} ms`)), WAIT_MS);
      this.#waiting.push((item) => {
        clearTimeout(timer);
        resolve(item);
      });
    });
  }

  get size() {
    return this.#items.length;
  }
}

export function service(options = {}) {
  return new WebPubSubServiceClient(connectionString, hub, { allowInsecureConnection: true, ...options });
}

export const BOTH_ROLES = ["webpubsub.joinLeaveGroup", "webpubsub.sendToGroup"];

/** A stretch of network before the service; each order is done when its promise is. */
export const link = {
  endpoint: process.env.GROUNDWAVE_LINK,
  async order(what) {
    const response = await fetch(`${process.env.GROUNDWAVE_LINK_CONTROL}/${what}`, { method: "POST" });
    if (!response.ok) throw new Error(`the link does not know ${what}`);
    return Number(await response.text());
  },
  /** What the service sends on the connections of now is lost. */
  deafen: () => link.order("deafen"),
  /** What clients send on the connections of now is lost. */
  mute: () => link.order("mute"),
  /** Resets the connections of now. */
  cut: () => link.order("cut"),
  /** Resets the connections of now and refuses new ones. */
  down: () => link.order("down"),
  up: () => link.order("up"),
  /** How many connections came so far. */
  count: () => link.order("count"),
};

/** A URL for a client that connects through the link. */
export async function urlOverLink(token = {}) {
  const there = connectionString.replace(/Endpoint=[^;]*/, `Endpoint=${link.endpoint}`);
  const signer = new WebPubSubServiceClient(there, hub, { allowInsecureConnection: true });
  return (await signer.getClientAccessToken({ roles: BOTH_ROLES, ...token })).url;
}

const started = [];

// The client SDK awaits its send before it awaits the ack: a refusal that comes in between has no listener yet, which ends
// node unless somebody listens here. The call itself rejects all the same.
process.on("unhandledRejection", (reason) => {
  if (reason?.name !== "SendMessageError") throw reason;
});

async function startedClient(url, options) {
  const sdk = new SDK.WebPubSubClient(
    { getClientAccessUrl: url },
    { messageRetryOptions: { maxRetries: 1, retryDelayInMs: 1 }, ...options },
  );
  const inbox = {};
  for (const event of ["connected", "disconnected", "stopped", "group-message", "server-message", "rejoin-group-failed"]) {
    inbox[event] = new Inbox();
    sdk.on(event, (e) => inbox[event].put(e));
  }
  started.push(sdk);
  await sdk.start();
  const connected = await inbox.connected.next("connected event");
  return {
    sdk,
    inbox,
    id: connected.connectionId,
    userId: connected.userId,
    groupMessage: async () => plain((await inbox["group-message"].next("group message")).message),
    serverMessage: async () => plain((await inbox["server-message"].next("server message")).message),
  };
}

/**
 * A started client of the official SDK on the plain protocol, with an inbox for each of its events; its token is that of
 * the given service client, or of one with the access key.
 */
export async function client({ service: from = service(), ...token } = {}, options = {}) {
  const { url } = await from.getClientAccessToken({ roles: BOTH_ROLES, ...token });
  return startedClient(url, { protocol: SDK.WebPubSubJsonProtocol(), ...options });
}

/** The same on the protocol the SDK takes by itself, which is the reliable one, and connected through the link. */
export async function reliableClient(token = {}, options = {}) {
  return startedClient(await urlOverLink(token), options);
}

/** A message as plain values, bytes as hexadecimal digits, so that it can be compared whole. */
function plain({ group, fromUserId, dataType, data, sequenceId }) {
  const value = dataType === "binary" ? Buffer.from(data).toString("hex") : data;
  return Object.fromEntries(
    Object.entries({ group, fromUserId, dataType, data: value, sequenceId }).filter(([, v]) => v !== undefined),
  );
}

export function bytes(...values) {
  return Uint8Array.from(values).buffer;
}

/**
 * Runs the scenario named on the command line; whatever it throws is printed and ends the process with 1.
 * The process is ended by hand: the SDK's keep-alive timers would hold it for 40 seconds after stop().
 */
export async function run(scenarios) {
  const scenario = scenarios[scenarioName];
  if (!scenario) throw new Error(`no scenario ${scenarioName}; there are ${Object.keys(scenarios)}`);
  let verdict = 0;
  try {
    await scenario();
  } catch (error) {
    console.error(error);
    verdict = 1;
  }
  for (const sdk of started) sdk.stop();
  process.exit(verdict);
}
