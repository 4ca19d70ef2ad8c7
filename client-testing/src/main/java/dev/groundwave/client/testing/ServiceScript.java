package dev.groundwave.client.testing;

import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.ServiceMessage;
import java.util.List;
import java.util.Optional;

/** What a {@link ScriptedService} answers. */
@FunctionalInterface
public interface ServiceScript {
    /**
     * The answers to a message, in order; an empty list for silence, nothing at all for what the service does by itself:
     * to acknowledge whatever asks for it. Called on whatever thread the client sends on.
     */
    Optional<List<ServiceMessage>> answer(ClientMessage message);

    /** The script of a service that everything goes well with. */
    static ServiceScript agreeable() {
        return message -> Optional.empty();
    }
}
