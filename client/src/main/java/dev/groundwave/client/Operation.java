package dev.groundwave.client;

import dev.groundwave.client.port.Timers;
import dev.groundwave.wire.AckError;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way: the frame, built once and sent unchanged on every retry, and how far it came.
 *
 * <p>Made on any thread; from submission on its state belongs to {@link Operations} and the control loop.
 */
final class Operation {
    /** The requests there are. */
    enum Kind {
        JOIN_GROUP("joinGroup"),
        LEAVE_GROUP("leaveGroup"),
        SEND_TO_GROUP("sendToGroup"),
        SEND_EVENT("sendEvent"),
        /** Only the request; the answer is not its end. */
        INVOKE_EVENT("invokeEvent"),
        /** Only the request; the answer is not its end. */
        OPEN_GROUP_STREAM("openGroupStream"),
        SET_GROUP_STATE("setGroupState"),
        SUBSCRIBE_GROUP_STATES("subscribeGroupStates"),
        UNSUBSCRIBE_GROUP_STATES("unsubscribeGroupStates");

        private final String label;

        Kind(String label) {
            this.label = label;
        }
    }

    /** What the operation waits for. */
    enum Phase {
        /** Its turn, or a connection. */
        WAITING,
        /** The ack; for fire-and-forget, the write. */
        SENT,
        /** The time of its next attempt. */
        BACKOFF,
        /** Nothing more. */
        SETTLED
    }

    /** What is asked of whom; the ack id is empty for fire-and-forget. */
    record Subject(Kind kind, String target, OptionalLong ackId) {}

    private final Subject subject;
    private final byte[] frame;
    private final OperationPatience patience;
    private final CompletableFuture<WebPubSubResult> result = new CompletableFuture<>();

    /** Told on the loop before the future ends; exactly one argument is not null. */
    BiConsumer<@Nullable WebPubSubResult, @Nullable RuntimeException> onSettled = (success, failure) -> {};

    /** Made by the client itself to join again: goes first and needs no place among the pending. */
    boolean isRejoin;
    /** The user has cancelled its future. */
    boolean isWithdrawn;

    // State on the loop.
    Phase phase = Phase.WAITING;
    /** Place among the waiting, ascending. */
    long order;
    /** How often it was sent, or may have been. */
    int attempts;
    /** Attempts that count against the retry policy. */
    int retries;
    /** Tells the write results of different attempts apart. */
    int handovers;

    /** When it was submitted. */
    long sinceNanos;

    long deadlineNanos;
    /** In SENT the end of the wait for the ack, in BACKOFF the next attempt. */
    long phaseEndNanos;

    Timers.@Nullable Timer timer;
    Optional<AckError> lastError = Optional.empty();

    Operation(Subject subject, byte[] frame, OperationPatience patience) {
        this.subject = subject;
        this.frame = frame;
        this.patience = patience;
    }

    Kind kind() {
        return subject.kind();
    }

    /** Tells an observer how the call went; once. */
    void report(ClientObserver observer, long nowNanos, boolean succeeded) {
        observer.onOperation(subject.kind().label, Duration.ofNanos(nowNanos - sinceNanos), succeeded);
    }

    /** The group or the event. */
    String target() {
        return subject.target();
    }

    OptionalLong ackId() {
        return subject.ackId();
    }

    boolean expectsAck() {
        return subject.ackId().isPresent();
    }

    byte[] frame() {
        return frame;
    }

    OperationPatience patience() {
        return patience;
    }

    CompletableFuture<WebPubSubResult> result() {
        return result;
    }

    /** Unsent or unknown, by whether it left at all. */
    Outcome outcomeWithoutAnswer() {
        return attempts == 0 ? Outcome.NOT_SENT : Outcome.UNKNOWN;
    }

    SendMessageFailedException failure(String why, Outcome outcome) {
        return new SendMessageFailedException(
                why,
                new OperationReport(
                        subject.ackId(), subject.kind().label, subject.target(), lastError, attempts, outcome));
    }

    void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
