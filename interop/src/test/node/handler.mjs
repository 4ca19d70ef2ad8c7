// @azure/web-pubsub-express as event handler of three hubs, started as `node handler.mjs <version>`. It says on its output
// where it listens and, as JSON, what it heard.
import express from "express";
import * as newest from "@azure/web-pubsub-express";
import * as older from "web-pubsub-express-1.0.6";

const { WebPubSubEventHandler } = { "1.1.0": newest, "1.0.6": older }[process.argv[2]];
const heard = (...what) => console.log(`heard ${JSON.stringify(what)}`);

/** The decision is what the client's query asks for. */
function handleConnect({ context, claims, queries, subprotocols }, response) {
  const as = queries.as?.[0];
  heard("connect", context.userId, claims.sub, as, subprotocols);
  switch (as) {
    case "stranger":
      return response.fail(401, "who are you?");
    case "troublemaker":
      return response.fail(400);
    case "guest":
      return response.success();
    default:
      response.setState("visits", { count: 1, "näme": "ü" });
      return response.success({
        userId: `${context.userId}!`,
        roles: ["webpubsub.joinLeaveGroup.hall"],
        groups: ["lobby"],
        subprotocol: "json.webpubsub.azure.v1",
      });
  }
}

/** The answer is what the event's name asks for. */
function handleUserEvent({ context, data, dataType }, response) {
  const shown = dataType === "binary" ? Buffer.from(data).toString("hex") : data;
  heard(context.eventName, context.userId, dataType, shown, context.states);
  switch (context.eventName) {
    case "quiet":
      return response.success();
    case "forbidden":
      return response.fail(401, "no");
    default: {
      const visits = context.states.visits ?? { count: 0 };
      response.setState("visits", { ...visits, count: visits.count + 1 });
      return response.success(dataType === "json" ? JSON.stringify(data) : data, dataType);
    }
  }
}

const chat = new WebPubSubEventHandler("chat", {
  allowedEndpoints: ["https://another.example.org", "http://localhost"],
  handleConnect,
  handleUserEvent,
  onConnected: ({ context }) => heard("connected", context.userId, context.states),
  onDisconnected: ({ context, reason }) => heard("disconnected", context.userId, reason),
  onGroupJoined: ({ context, group }) => heard("joined", context.userId, group),
  onGroupLeft: ({ context, group }) => heard("left", context.userId, group),
});
/** Of another service. */
const elsewhere = new WebPubSubEventHandler("elsewhere", { allowedEndpoints: ["https://another.example.org"], handleConnect });
/** Takes all there is and decides nothing. */
const anyone = new WebPubSubEventHandler("anyone", { path: "/anyone" });

const app = express();
for (const handler of [chat, elsewhere, anyone]) app.use(handler.getMiddleware());
const server = app.listen(0, "localhost", () => console.log(`listening ${server.address().port}`));
