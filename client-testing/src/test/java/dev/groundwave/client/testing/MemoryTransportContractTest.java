package dev.groundwave.client.testing;

import dev.groundwave.client.port.Transport;
import dev.groundwave.client.transport.TransportContract;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.Payload;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The transport in memory, against the service behind it. */
final class MemoryTransportContractTest extends TransportContract {
    MemoryTransportContractTest() {
        super(new ScriptedPeer());
    }

    private static final class ScriptedPeer implements Peer {
        private final ScriptedService service = new ScriptedService();
        private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

        ScriptedPeer() {
            service.answerBy(message -> {
                received.add(((ClientMessage.SendToGroup) message).data().asText());
                return Optional.of(List.of());
            });
        }

        @Override
        public Transport transport() {
            return service;
        }

        @Override
        public URI uri() {
            return URI.create(ScriptedService.URL);
        }

        @Override
        public void refuse(int status) {
            service.refuse(status);
        }

        @Override
        public void send(String text) {
            service.sendToGroup("g", "bob", Payload.text(text));
        }

        @Override
        public @Nullable String received() throws InterruptedException {
            return received.poll(20, TimeUnit.SECONDS);
        }

        @Override
        public void close(int code, String reason) {
            service.close(code, reason);
        }

        @Override
        public void drop() {
            service.drop();
        }

        @Override
        public void close() {
            // Memory needs no closing.
        }
    }
}
