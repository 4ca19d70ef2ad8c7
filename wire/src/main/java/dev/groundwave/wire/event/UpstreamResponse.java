package dev.groundwave.wire.event;

import dev.groundwave.wire.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An event handler's answer as it came.
 *
 * @param headers in their order; names in any letter case
 */
public record UpstreamResponse(int status, List<Map.Entry<String, String>> headers, Bytes body) {
    /** Copies the list. */
    public UpstreamResponse {
        headers = List.copyOf(headers);
    }

    /** Whether the handler agreed. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** The last value of a header. */
    public Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .reduce((earlier, last) -> last);
    }

    /** All values of a header in their order. */
    public List<String> headers(String name) {
        return headers.stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Tells the status only. */
    @Override
    public String toString() {
        return "UpstreamResponse[" + status + "]";
    }
}
