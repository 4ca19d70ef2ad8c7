// What every scenario needs: the service's address, queues that wait, steps that are printed and checked.
// A script is started as `node <script> <scenario> <hub>` with the connection string in the environment.
import { deepStrictEqual } from "node:assert/strict";
import { WebPubSubServiceClient } from "@azure/web-pubsub";
import { WebPubSubClient, WebPubSubJsonProtocol } from "@azure/web-pubsub-client";

const WAIT_MS = 15_000;

export const connectionString = process.env.GROUNDWAVE_CONNECTION_STRING;
export const hub = process.argv[3];

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
class Inbox {
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

const started = [];

/** A started client of the official SDK on the plain protocol, with an inbox for each of its events. */
export async function client(token = {}, options = {}) {
  const { url } = await service().getClientAccessToken({ roles: BOTH_ROLES, ...token });
  const sdk = new WebPubSubClient(
    { getClientAccessUrl: url },
    { protocol: WebPubSubJsonProtocol(), messageRetryOptions: { maxRetries: 1, retryDelayInMs: 1 }, ...options },
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
  const scenario = scenarios[process.argv[2]];
  if (!scenario) throw new Error(`no scenario ${process.argv[2]}; there are ${Object.keys(scenarios)}`);
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
