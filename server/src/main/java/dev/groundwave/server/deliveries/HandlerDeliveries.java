package dev.groundwave.server.deliveries;

import java.util.List;
import java.util.Optional;

/**
 * What is known of one handler's events at a moment.
 *
 * @param urlTemplate without its query
 * @param validation how the handler last answered when it was asked for its consent; empty before that
 * @param last the newest first
 */
public record HandlerDeliveries(
        String hub, String urlTemplate, Counts counts, Optional<Delivery> validation, List<Delivery> last) {
    /** Copies the list. */
    public HandlerDeliveries {
        last = List.copyOf(last);
    }

    /** How many events there were since the handler is in the settings. */
    public record Counts(long delivered, long failed, long retried, long dropped) {}
}
