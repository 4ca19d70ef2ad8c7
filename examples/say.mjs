// Says something in the group "room" of the hub "chat". The arguments are a connection string and a text.
import { WebPubSubServiceClient } from "@azure/web-pubsub";
import { WebPubSubClient, WebPubSubJsonProtocol } from "@azure/web-pubsub-client";

const service = new WebPubSubServiceClient(process.argv[2], "chat", { allowInsecureConnection: true });
const url = async () => (await service.getClientAccessToken({ userId: "bob", roles: ["webpubsub.sendToGroup"] })).url;

// The SDK's default, the reliable protocol, follows in a later version of Groundwave.
const client = new WebPubSubClient({ getClientAccessUrl: url }, { protocol: WebPubSubJsonProtocol() });
await client.start();
console.log("Sent:", await client.sendToGroup("room", process.argv[3], "text"));
client.stop();
