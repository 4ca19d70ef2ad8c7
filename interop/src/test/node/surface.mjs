// What @azure/web-pubsub offers, read from the package itself, and what of it a scenario has called: so that a call or an
// option of a newer version makes a test fail until a scenario covers it.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as sdk from "@azure/web-pubsub";

const CLIENT = "WebPubSubServiceClient";
const GROUP = "WebPubSubGroup";
/** Options that change nothing the service sees. */
const OF_THE_LOG = ["new loggingOptions"];

const called = new Set();

/** Notes a call, by its name and once more with each of its options. */
function note(name, args) {
  called.add(name);
  const options = args.at(-1);
  if (args.length > 0 && options?.constructor === Object) {
    for (const option of Object.keys(options)) called.add(`${name} ${option}`);
  }
}

/** The same function, which notes what came to a good end. */
function noting(name, target) {
  return function (...args) {
    const result = target.apply(this, args);
    if (typeof result?.then !== "function") {
      note(name, args);
      return result;
    }
    return result.then((value) => {
      note(name, args);
      return value;
    });
  };
}

const constructing = (name, target) =>
  new Proxy(target, {
    construct(type, args) {
      note(name, args);
      return Reflect.construct(type, args);
    },
  });

function methodsOf(prototype) {
  return Object.getOwnPropertyNames(prototype).filter((name) => name !== "constructor");
}

const clientMethods = sdk.WebPubSubServiceClient.prototype;
const groupMethods = Object.getPrototypeOf(
  new sdk.WebPubSubServiceClient("Endpoint=http://unused;AccessKey=unused;", "unused").group("unused"),
);
const clientNames = methodsOf(clientMethods);
const groupNames = methodsOf(groupMethods);
for (const name of clientNames) clientMethods[name] = noting(name, clientMethods[name]);
for (const name of groupNames) groupMethods[name] = noting(`group.${name}`, groupMethods[name]);

/** The exports of the package, noting their use. */
export const WebPubSubServiceClient = constructing("new", sdk.WebPubSubServiceClient);
export const AzureKeyCredential = constructing("AzureKeyCredential", sdk.AzureKeyCredential);
export const odata = noting("odata", sdk.odata);

/**
 * A scenario that says which calls it shows: "sendToAll filter" is the call sendToAll and its option filter. It fails
 * when it did not make one of them.
 */
export function covering(calls, scenario) {
  const covered = calls.flatMap((call) => {
    const [name, ...options] = call.split(" ");
    return [name, ...options.map((option) => `${name} ${option}`)];
  });
  const checked = async () => {
    await scenario();
    const left = covered.filter((call) => !called.has(call));
    if (left.length > 0) throw new Error(`not called: ${left.join(", ")}`);
  };
  return Object.assign(checked, { covered });
}

/** Calls and options of the package that no scenario covers, and what scenarios cover that is not there. */
export function uncovered(scenarios) {
  const covered = new Set(Object.values(scenarios).flatMap((scenario) => scenario.covered ?? []));
  const there = new Set(offered());
  return {
    missing: [...there].filter((call) => !covered.has(call)),
    unknown: [...covered].filter((call) => !there.has(call)),
  };
}

function offered() {
  const declared = declarations();
  const calls = [
    ...members(declared, CLIENT, clientNames).map((call) => call.replace(/^constructor/, "new")),
    ...members(declared, GROUP, groupNames).map((call) => `group.${call}`),
    ...Object.keys(sdk).filter((name) => name !== CLIENT),
  ];
  return calls.filter((call) => !OF_THE_LOG.includes(call));
}

/** Bodies and ancestors of the package's interfaces and classes, without their comments. */
function declarations() {
  const index = fileURLToPath(import.meta.resolve("@azure/web-pubsub"));
  const found = new Map();
  for (const file of ["hubClient.d.ts", "groupClient.d.ts"]) {
    const text = readFileSync(index.replace("index.js", file), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
    const pattern = /export (?:declare )?(?:interface|class) (\w+)(?: (?:extends|implements) (\w+))? \{\n?([\s\S]*?)\n?\}\n/g;
    for (const [, name, parent, body] of text.matchAll(pattern)) found.set(name, { parent, body });
  }
  return found;
}

/** The methods a type declares, which must be those it has, and their options. */
function members(declared, type, names) {
  const found = new Set();
  for (const [, name, parameters] of declared.get(type).body.matchAll(/^    (\w+)\((.*)\)[:;]/gm)) {
    found.add(name);
    const options = /options\??: ([\w |]+)/.exec(parameters);
    for (const each of options ? options[1].split(" | ") : []) {
      for (const option of optionsOf(declared, each)) found.add(`${name} ${option}`);
    }
  }
  const undeclared = names.filter((name) => !found.has(name));
  if (undeclared.length > 0) throw new Error(`${type} has what it does not declare: ${undeclared}`);
  return [...found];
}

/** Options of this package; those of every Azure SDK, such as abortSignal, are not its own. */
function optionsOf(declared, type) {
  if (!declared.has(type)) return [];
  const { parent, body } = declared.get(type);
  return [...[...body.matchAll(/^    (\w+)\??:/gm)].map(([, name]) => name), ...optionsOf(declared, parent)];
}
