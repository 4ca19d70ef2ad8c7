// The official JavaScript client under the benchmark's orders; see Orders.java. Started as
// `node -e <this> <folder with node_modules> <whether reliable>`.
const { createRequire } = require("node:module");
const { createInterface } = require("node:readline");

const [folder, reliable] = process.argv.slice(-2);
const sdk = createRequire(`${folder}/`)("@azure/web-pubsub-client");
const TEXT = "x".repeat(64);
const WINDOW = 256;
const STEP = 100;

let received = 0;
let awaited = Infinity;
let reached = () => {};

function awaitReceived(count) {
  if (received >= count) return Promise.resolve();
  return new Promise((resolve) => {
    awaited = count;
    reached = resolve;
  });
}

async function send(client, messages) {
  let left = messages;
  async function sender() {
    while (left > 0) {
      left--;
      await client.sendToGroup("out", TEXT, "text");
    }
  }
  await Promise.all(Array.from({ length: WINDOW }, sender));
}

async function receive(messages) {
  const before = received;
  console.log("got 0");
  for (let got = 0; got < messages; ) {
    got = Math.min(got + STEP, messages);
    await awaitReceived(before + got);
    console.log(`got ${got}`);
  }
}

async function main() {
  const input = createInterface({ input: process.stdin });
  input.on("close", () => process.exit(0));
  const lines = input[Symbol.asyncIterator]();
  const url = (await lines.next()).value;
  const protocol = reliable === "true" ? sdk.WebPubSubJsonReliableProtocol() : sdk.WebPubSubJsonProtocol();
  const client = new sdk.WebPubSubClient(url, { protocol });
  client.on("disconnected", (event) => {
    console.error(`disconnected: ${event.message?.reason}`);
    process.exit(1);
  });
  client.on("group-message", () => {
    if (++received >= awaited) {
      awaited = Infinity;
      reached();
    }
  });
  await client.start();
  await client.joinGroup("in");
  console.log("ready");
  for (let line = await lines.next(); !line.done; line = await lines.next()) {
    const [order, count] = line.value.split(" ");
    await (order === "send" ? send(client, Number(count)) : receive(Number(count)));
    console.log("done");
  }
}

main();
