package dev.groundwave.wire.event;

import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.EventName;
import dev.groundwave.wire.Metadata;
import dev.groundwave.wire.Payload;
import java.util.List;
import java.util.Map;

/**
 * What the service tells an application about a client.
 *
 * <p>Immutable. {@code toString()} tells neither payloads nor claims. Source: events-and-operations.md, sections 1.8 to
 * 1.12.
 */
public sealed interface UpstreamEvent {
    /** Whom it is about. */
    EventClient client();

    /** The number among the connection's events: 0 for connect, then 1, 2, 3 and so on. */
    long id();

    /** The event's word without a prefix, for example {@code connected}; of user events the client's own spelling. */
    String name();

    /** The CloudEvents type, for example {@code azure.webpubsub.sys.connected}. */
    default String type() {
        if (this instanceof UserEvent) {
            return "azure.webpubsub.user." + name();
        }
        return (this instanceof GroupPresence ? "azure.webpubsub.gp." : "azure.webpubsub.sys.") + name();
    }

    /** Whether the client waits for the application's answer. */
    default boolean isBlocking() {
        return this instanceof Connect || this instanceof UserEvent;
    }

    /** What stands in {@code Content-Type}. */
    default String contentType() {
        return this instanceof UserEvent event ? event.dataType() : "application/json; charset=utf-8";
    }

    /** The bytes of the request's body. */
    default Bytes body() {
        if (this instanceof Connect connect) {
            return EventBodies.connect(connect);
        }
        if (this instanceof UserEvent event) {
            return event.data().asBytes();
        }
        if (this instanceof GroupPresence presence) {
            return EventBodies.presence(presence.group());
        }
        return this instanceof Disconnected ended ? EventBodies.disconnected(ended.reason()) : EventBodies.EMPTY;
    }

    /**
     * A client wants in, and waits for the application's word.
     *
     * @param claims of the token; every value as text
     * @param query of the handshake without the token
     * @param headers of the handshake without the token
     * @param subprotocols what the client offers, in its order and spelling
     */
    record Connect(
            EventClient client,
            Map<String, List<String>> claims,
            Map<String, List<String>> query,
            Map<String, List<String>> headers,
            List<String> subprotocols,
            List<ClientCertificate> clientCertificates)
            implements UpstreamEvent {
        /** Copies the lists. */
        public Connect {
            subprotocols = List.copyOf(subprotocols);
            clientCertificates = List.copyOf(clientCertificates);
        }

        @Override
        public long id() {
            return 0;
        }

        @Override
        public String name() {
            return "connect";
        }

        @Override
        public String toString() {
            return "Connect[" + client.connectionId() + "]";
        }
    }

    /** A client is in. */
    record Connected(EventClient client, long id) implements UpstreamEvent {
        @Override
        public String name() {
            return "connected";
        }
    }

    /**
     * A client says something to the application.
     *
     * @param metadata of the client's message
     */
    record UserEvent(EventClient client, long id, String name, Payload data, Map<String, String> metadata)
            implements UpstreamEvent {
        /** Checks the name and the metadata. */
        public UserEvent {
            EventName.check(name);
            metadata = Metadata.checkedCopy(metadata);
        }

        private String dataType() {
            if (data instanceof Payload.Text) {
                return "text/plain; charset=utf-8";
            }
            if (data instanceof Payload.Json) {
                return "application/json";
            }
            return data instanceof Payload.Binary ? "application/octet-stream" : "application/x-protobuf";
        }

        @Override
        public String toString() {
            return "UserEvent[" + client.connectionId() + ", id=" + id + ", name=" + name + "]";
        }
    }

    /**
     * A client is gone for good.
     *
     * @param reason for a developer's eyes; may be empty
     */
    record Disconnected(EventClient client, long id, String reason) implements UpstreamEvent {
        @Override
        public String name() {
            return "disconnected";
        }
    }

    /** A client's membership of a group has changed. */
    sealed interface GroupPresence extends UpstreamEvent {
        /** The group's name. */
        String group();
    }

    /** A client is a member of a group now. */
    record Joined(EventClient client, long id, String group) implements GroupPresence {
        @Override
        public String name() {
            return "joined";
        }
    }

    /** A client is no member of a group any more. */
    record Left(EventClient client, long id, String group) implements GroupPresence {
        @Override
        public String name() {
            return "left";
        }
    }
}
