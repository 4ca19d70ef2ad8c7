package dev.groundwave.bench.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's WebSocket and nothing else: it looks for a word in each frame, keeps no order of acks, repeats nothing and
 * loses everything with its connection.
 */
final class BareClientMain {
    private BareClientMain() {}

    /** Runs until the input ends. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Orders.obey(url -> {
            Frames frames = new Frames();
            WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .subprotocols("json.webpubsub.azure.v1")
                    .buildAsync(URI.create(url), frames)
                    .join();
            socket.sendText("{\"type\":\"joinGroup\",\"group\":\"" + Orders.IN + "\",\"ackId\":0}", true)
                    .join();
            frames.window.acquire();
            frames.window.release(Orders.WINDOW);
            return new Talking(socket, frames);
        });
        System.exit(0);
    }

    /** What comes in. */
    private static final class Frames implements WebSocket.Listener {
        private final Progress received = new Progress();
        /** Opened by the ack of the join. */
        private final Semaphore window = new Semaphore(0);
        /** Of a message that comes in parts. */
        private final StringBuilder parts = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                if (parts.indexOf("\"type\":\"message\"") >= 0) {
                    received.step();
                } else if (parts.indexOf("\"type\":\"ack\"") >= 0) {
                    window.release();
                }
                parts.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }

    private static final class Talking implements Orders.Talker {
        private final WebSocket socket;
        private final Frames frames;
        private long ackId;

        Talking(WebSocket socket, Frames frames) {
            this.socket = socket;
            this.frames = frames;
        }

        @Override
        public void send(int messages) throws InterruptedException {
            for (int i = 1; i <= messages; i++) {
                frames.window.acquire();
                String frame = "{\"type\":\"sendToGroup\",\"group\":\"" + Orders.OUT + "\",\"ackId\":" + ++ackId
                        + ",\"dataType\":\"text\",\"data\":\"" + Orders.TEXT + "\"}";
                socket.sendText(frame, true).join();
            }
            frames.window.acquire(Orders.WINDOW);
            frames.window.release(Orders.WINDOW);
        }

        @Override
        public int received() {
            return frames.received.count();
        }

        @Override
        public void awaitReceived(int messages) throws InterruptedException {
            frames.received.await(messages);
        }
    }
}
