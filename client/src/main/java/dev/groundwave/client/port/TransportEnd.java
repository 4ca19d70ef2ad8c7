package dev.groundwave.client.port;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a transport ended.
 *
 * @param closeCode of the peer's close frame; 1005 without one in it, 1006 when there was no closing handshake
 * @param reason of the close frame, or in our words why there was none; may be empty
 * @param httpStatus of the answer that refused the handshake
 * @param headers of that answer
 * @param cause the network's or the JDK's exception
 */
public record TransportEnd(
        int closeCode,
        String reason,
        OptionalInt httpStatus,
        Map<String, List<String>> headers,
        Optional<Throwable> cause) {
    /** No closing handshake took place. */
    public static final int ABNORMAL = 1006;

    /** By a close frame. */
    public static TransportEnd closed(int closeCode, String reason) {
        return new TransportEnd(closeCode, reason, OptionalInt.empty(), Map.of(), Optional.empty());
    }

    /** By our own decision, without a closing handshake. */
    public static TransportEnd aborted(String why) {
        return closed(ABNORMAL, why);
    }

    /** By a fault of the network or the peer. */
    public static TransportEnd failed(Throwable cause) {
        return new TransportEnd(ABNORMAL, "", OptionalInt.empty(), Map.of(), Optional.of(cause));
    }

    /** By an HTTP answer other than the upgrade. */
    public static TransportEnd refused(int httpStatus, Map<String, List<String>> headers, Throwable cause) {
        return new TransportEnd(ABNORMAL, "", OptionalInt.of(httpStatus), headers, Optional.of(cause));
    }
}
