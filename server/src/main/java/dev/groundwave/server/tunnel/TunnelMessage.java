package dev.groundwave.server.tunnel;

import dev.groundwave.wire.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is said in a tunnel. Those of the documented messages are here that the service sends or understands.
 *
 * <p>Source: events-and-operations.md, section 3.2.
 */
sealed interface TunnelMessage {
    /** The number of the type, as it stands in the frame and in the JSON. */
    int type();

    /** What travels beside the JSON; empty where there is nothing. */
    default Optional<Bytes> content() {
        return Optional.empty();
    }

    /**
     * A call, in either direction.
     *
     * @param ackId which its answer repeats; unique for the caller's end of the tunnel
     * @param localRouting whether the receiver itself is called, as back ends call the service
     * @param channelName is repeated in the answer
     */
    record HttpRequest(
            int ackId,
            boolean localRouting,
            String channelName,
            String method,
            String url,
            Map<String, List<String>> headers,
            Optional<Bytes> content)
            implements TunnelMessage {
        static final int TYPE = 1;

        @Override
        public int type() {
            return TYPE;
        }

        /** Leaves out all that may be secret. */
        @Override
        public String toString() {
            return "HttpRequest[" + ackId + " " + method + "]";
        }
    }

    /**
     * The answer to a call, or a part of it.
     *
     * @param notCompleted whether more of its content follows
     */
    record HttpResponse(
            int ackId,
            boolean localRouting,
            String channelName,
            int status,
            boolean notCompleted,
            Map<String, List<String>> headers,
            Optional<Bytes> content)
            implements TunnelMessage {
        static final int TYPE = 2;

        @Override
        public int type() {
            return TYPE;
        }

        /** Leaves out all that may be secret. */
        @Override
        public String toString() {
            return "HttpResponse[" + ackId + " " + status + "]";
        }
    }

    /** A sign of life: back ends give up a tunnel in which nothing is said. */
    record ServiceStatus(String message) implements TunnelMessage {
        static final int TYPE = 5;

        @Override
        public int type() {
            return TYPE;
        }
    }

    /** The first message of a tunnel. */
    record ConnectionConnected(String connectionId) implements TunnelMessage {
        static final int TYPE = 10;

        @Override
        public int type() {
            return TYPE;
        }
    }
}
