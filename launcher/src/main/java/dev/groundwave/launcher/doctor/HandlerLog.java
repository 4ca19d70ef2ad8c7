package dev.groundwave.launcher.doctor;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a running service tells of one handler's events.
 *
 * @param urlTemplate without its query
 * @param validation the last one; empty when there was none
 * @param deliveries the newest first
 */
public record HandlerLog(
        String hub, String urlTemplate, Counts counts, Optional<Entry> validation, List<Entry> deliveries) {
    /** Copies the list. */
    public HandlerLog {
        deliveries = List.copyOf(deliveries);
    }

    /** How many there were. */
    public record Counts(long delivered, long failed, long retried, long dropped) {}

    /**
     * One event.
     *
     * @param event empty for a validation
     * @param status 0 when there was none
     * @param reason in words; empty when the status says it
     */
    public record Entry(
            Instant time, String event, String connectionId, String outcome, int status, String reason, int attempts) {
        boolean isBad() {
            return !outcome.equals("delivered");
        }
    }
}
