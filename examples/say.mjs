// Says something in the group "room" of the hub "chat". The arguments are a connection string and a text.
import { WebPubSubServiceClient } from "@azure/web-pubsub";
import { WebPubSubClient, WebPubSubJsonProtocol } from "@azure/web-pubsub-client";

const service = new WebPubSubServiceClient(process.argv[2], "chat", { allowInsecureConnection: true });
const url = async () => (await service.getClientAccessToken({ userId: "bob", roles: ["webpubsub.sendToGroup"] })).url;

// Without this the SDK takes its default, the reliable protocol.
const client = new WebPubSubClient({ getClientAccessUrl: url }, { protocol: WebPubSubJsonProtocol() });
// Otherwise the SDK's own timers keep the process for another 40 s.
client.on("stopped", () => process.exit());
await client.start();
console.log("Sent:", await client.sendToGroup("room", process.argv[3], "text"));
client.stop();
