package dev.groundwave.client;

import dev.groundwave.client.port.TransportEnd;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** An attempt to connect that failed. Source: client-sdk.md, section 1.6. */
public final class ConnectFailedException extends WebPubSubException {
    private static final long serialVersionUID = 1L;

    private final int httpStatus;
    private final transient Map<String, List<String>> responseHeaders;
    private final int closeCode;
    private final String closeReason;

    ConnectFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
        httpStatus = 0;
        responseHeaders = Map.of();
        closeCode = 0;
        closeReason = "";
    }

    /** From how the transport ended. */
    ConnectFailedException(TransportEnd end) {
        super(describe(end), end.cause().orElse(null));
        httpStatus = end.httpStatus().orElse(0);
        responseHeaders = end.headers();
        closeCode = end.closeCode();
        closeReason = end.reason();
    }

    private static String describe(TransportEnd end) {
        if (end.httpStatus().isPresent()) {
            return "the handshake was answered with HTTP status "
                    + end.httpStatus().getAsInt();
        }
        String reason = end.reason().isEmpty() ? "" : " (" + end.reason() + ")";
        return "the transport ended with close code " + end.closeCode() + reason + " before the connection stood";
    }

    /** The status of an HTTP answer that refused the handshake. */
    public OptionalInt httpStatus() {
        return httpStatus == 0 ? OptionalInt.empty() : OptionalInt.of(httpStatus);
    }

    /** The headers of that answer; empty without one. */
    public Map<String, List<String>> responseHeaders() {
        return responseHeaders;
    }

    /** The WebSocket close code; 1006 for a broken connection, empty when it did not come to a transport. */
    public OptionalInt closeCode() {
        return closeCode == 0 ? OptionalInt.empty() : OptionalInt.of(closeCode);
    }

    /** The text of the close frame; may be empty. */
    public String closeReason() {
        return closeReason;
    }
}
