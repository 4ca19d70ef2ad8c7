package dev.groundwave.server.deliveries;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What has become of one event, or of one question for a handler's consent. Knows no payload, token, query or user.
 *
 * @param time when it began
 * @param event the event's word; at most 128 characters
 * @param connectionId whose event it is; empty for a validation
 * @param status of the handler's last answer; 0 when there was none
 * @param failure why it failed; empty when it did not, and when the status says it
 * @param attempts how often it was sent; 0 when it never left
 * @param took until its end, pauses between the attempts included
 */
public record Delivery(
        Instant time,
        Kind kind,
        String event,
        String connectionId,
        Outcome outcome,
        int status,
        Optional<Failure> failure,
        int attempts,
        Duration took) {
    /** What was delivered. */
    public enum Kind {
        /** An event of the service. */
        SYSTEM,
        /** An event of a client. */
        USER,
        /** The question whether the handler wants events at all. */
        VALIDATION
    }

    /** How it ended. */
    public enum Outcome {
        /** With an answer as the contract has it; that a client may not come in is one, too. */
        DELIVERED,
        /** With another answer, or with none. */
        FAILED,
        /** It was never sent: too much waited, or its client went. */
        DROPPED
    }

    /**
     * Why there is no good answer.
     *
     * @param word for programs, small letters with hyphens
     * @param text for people, the rest of a sentence
     */
    public record Failure(String word, String text) {}
}
