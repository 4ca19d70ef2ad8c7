package dev.groundwave.client.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.client.port.Transport;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.codec.JsonCodec;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The JDK's WebSocket as a transport, against a server with real sockets. */
final class JdkTransportContractTest extends TransportContract {
    JdkTransportContractTest() throws IOException {
        super(new SocketPeer());
    }

    /** Reads on its own thread and writes on the test's, one at a time. */
    private static final class SocketPeer implements Peer {
        private static final JsonCodec CODEC = new JsonCodec();

        private final Transport transport = new JdkWebSocketTransport(HttpClient.newHttpClient());
        private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
        private final CompletableFuture<RawServer.Peer> connection = new CompletableFuture<>();
        private final RawServer server = new RawServer(this::serve);
        private volatile int refusal;

        SocketPeer() throws IOException {}

        private void serve(RawServer.Peer peer) throws IOException {
            if (refusal != 0) {
                peer.refuse(refusal + " Refused", "");
                return;
            }
            peer.accept();
            write(peer, new ServiceMessage.Connected(Optional.empty(), "c1", Optional.empty()));
            connection.complete(peer);
            for (RawServer.Frame frame = peer.read(); frame.opcode() != RawServer.CLOSE; frame = peer.read()) {
                if (frame.opcode() == RawServer.PING) {
                    pong(peer);
                } else {
                    received.add(text(frame.payload().toArray()));
                }
            }
            peer.close(1000, "");
        }

        private static String text(byte[] frame) {
            try {
                return ((ClientMessage.SendToGroup) CODEC.decodeClientMessage(frame, 0, frame.length))
                        .data()
                        .asText();
            } catch (MalformedMessageException e) {
                throw new AssertionError("a message came otherwise than it was sent", e);
            }
        }

        private synchronized void pong(RawServer.Peer peer) throws IOException {
            peer.frame(RawServer.PONG, true, new byte[0]);
        }

        private synchronized void write(RawServer.Peer peer, ServiceMessage message) throws IOException {
            peer.frame(RawServer.TEXT, true, CODEC.encode(message));
        }

        @Override
        public Transport transport() {
            return transport;
        }

        @Override
        public URI uri() {
            return server.uri();
        }

        @Override
        public void refuse(int status) {
            refusal = status;
        }

        @Override
        public void send(String text) throws IOException {
            ServiceMessage message = new ServiceMessage.GroupData(
                    "g", Optional.empty(), Payload.text(text), Map.of(), OptionalLong.empty());
            unlessOver(() -> write(connection.join(), message));
        }

        @Override
        public @Nullable String received() throws InterruptedException {
            return received.poll(20, TimeUnit.SECONDS);
        }

        @Override
        public synchronized void close(int code, String reason) throws IOException {
            connection.join().close(code, reason);
        }

        @Override
        public void drop() throws IOException {
            unlessOver(() -> connection.join().reset());
        }

        /** The client may be quicker with the end of the socket. */
        private static void unlessOver(Step step) throws IOException {
            try {
                step.run();
            } catch (SocketException e) {
                assertThat(e.getMessage()).containsPattern("closed|reset|Broken pipe");
            }
        }

        @FunctionalInterface
        private interface Step {
            void run() throws IOException;
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
