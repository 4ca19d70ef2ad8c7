package dev.groundwave.bench.client;

import dev.groundwave.client.WebPubSubClient;
import dev.groundwave.client.WebPubSubProtocol;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/** Our client; the argument says whether on the reliable protocol. */
final class OurClientMain {
    private OurClientMain() {}

    /** Runs until the input ends. */
    public static void main(String[] args) throws IOException, InterruptedException {
        WebPubSubProtocol protocol =
                Boolean.parseBoolean(args[0]) ? WebPubSubProtocol.JSON_RELIABLE : WebPubSubProtocol.JSON;
        Orders.obey(url -> {
            Progress received = new Progress();
            WebPubSubClient client = WebPubSubClient.builder()
                    .clientAccessUrl(url)
                    .protocol(protocol)
                    .build();
            client.onGroupMessage(event -> received.step());
            client.onDisconnected(event -> {
                System.err.println(event);
                System.exit(1);
            });
            client.start();
            client.joinGroup(Orders.IN);
            return new Talking(client, received);
        });
        System.exit(0);
    }

    private record Talking(WebPubSubClient client, Progress inbound) implements Orders.Talker {
        @Override
        public void send(int messages) throws InterruptedException {
            Semaphore window = new Semaphore(Orders.WINDOW);
            for (int i = 0; i < messages; i++) {
                window.acquire();
                var _ = client.sendToGroupAsync(Orders.OUT, Orders.TEXT).thenAccept(_ -> window.release());
            }
            window.acquire(Orders.WINDOW);
        }

        @Override
        public int received() {
            return inbound.count();
        }

        @Override
        public void awaitReceived(int messages) throws InterruptedException {
            inbound.await(messages);
        }
    }
}
