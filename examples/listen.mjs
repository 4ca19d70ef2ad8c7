// Prints every message that arrives in the group "room" of the hub "chat". The argument is a connection string.
import { WebPubSubServiceClient } from "@azure/web-pubsub";
import { WebPubSubClient, WebPubSubJsonProtocol } from "@azure/web-pubsub-client";

const service = new WebPubSubServiceClient(process.argv[2], "chat", { allowInsecureConnection: true });
const url = async () => (await service.getClientAccessToken({ userId: "ann", roles: ["webpubsub.joinLeaveGroup"] })).url;

// The SDK's default, the reliable protocol, follows in a later version of Groundwave.
const client = new WebPubSubClient({ getClientAccessUrl: url }, { protocol: WebPubSubJsonProtocol() });
client.on("group-message", ({ message }) => console.log(`${message.fromUserId ?? "service"}: ${message.data}`));
await client.start();
await client.joinGroup("room");
console.log("Listening to the group room ...");
