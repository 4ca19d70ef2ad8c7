package dev.groundwave.client;

import dev.groundwave.client.port.WriteResult;
import dev.groundwave.client.schedule.ControlLoop;
import dev.groundwave.client.transport.Channel;
import dev.groundwave.wire.AckError;
import dev.groundwave.wire.ServiceMessage.Ack;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All requests under way: one order of sending, acks, retries and time limits.
 *
 * <p>Lives on the control loop. The order of submission is the order on the wire. A lost transport brings sent
 * operations back to their old place, so that they go first and in order on the next one; a retry after an error
 * answer goes behind all others. Source: client-sdk.md, section 2.6.
 */
final class Operations {
    /** Frames that may wait for a connection or for their turn, in bytes. */
    private static final long MAX_WAITING_BYTES = 64L << 20;
    /** Closes that say our own frame was refused. */
    private static final Set<Integer> POISONED = Set.of(1002, 1003, 1007, 1009);

    private final ControlLoop loop;
    private final ClientSettings settings;
    private final Executor completions;
    private final DoubleSupplier random;
    private final Runnable onSettled;

    private final Set<Operation> live = new LinkedHashSet<>();
    private final PendingAcks acks = new PendingAcks();
    private final TreeMap<Long, Operation> waiting = new TreeMap<>();
    private long waitingBytes;
    private long lastOrder;
    /** Before all others, and in order among themselves. */
    private long lastRejoinOrder = Long.MIN_VALUE;
    /** Sent and not answered, without those that join again. */
    private int unanswered;
    /** Null while there is no connection. */
    private @Nullable Channel channel;

    Operations(ControlLoop loop, ClientSettings settings, Surroundings surroundings, Runnable onSettled) {
        this.loop = loop;
        this.settings = settings;
        this.completions = surroundings.workers();
        this.random = surroundings.random();
        this.onSettled = onSettled;
    }

    /** Takes an operation over; it settles sooner or later, at the latest after its timeout. */
    void submit(Operation operation) {
        if (!acks.register(operation)) {
            end(operation, null, new IllegalArgumentException("an operation with this ack id is under way"));
            return;
        }
        live.add(operation);
        operation.sinceNanos = loop.nanoTime();
        if (waitingBytes > 0 && waitingBytes + operation.frame().length > MAX_WAITING_BYTES) {
            settle(operation, null, new BackpressureException(waiting.size()));
            return;
        }
        operation.deadlineNanos =
                loop.nanoTime() + operation.patience().timeout().toNanos();
        enqueue(operation, operation.isRejoin ? ++lastRejoinOrder : ++lastOrder);
        pump();
        if (operation.timer == null) {
            arm(operation);
        }
    }

    /** The user has cancelled the future: what was not sent is not sent any more. */
    void withdraw(Operation operation) {
        operation.isWithdrawn = true;
        if (operation.phase == Operation.Phase.WAITING || operation.phase == Operation.Phase.BACKOFF) {
            settle(operation, null, new CancellationException());
            pump();
        }
    }

    /** A connection stands: everything that waits is sent. */
    void connected(Channel newChannel) {
        channel = newChannel;
        pump();
    }

    /** Sends what can be sent now. */
    void pump() {
        while (channel != null && !waiting.isEmpty()) {
            Operation next = waiting.firstEntry().getValue();
            boolean needsPlace = next.expectsAck() && !next.isRejoin;
            boolean placeFree = !needsPlace || unanswered < settings.maxPendingOperations();
            if (!placeFree || !handOver(next, channel)) {
                return;
            }
        }
    }

    /** The transport is gone, the connection perhaps not. */
    void transportLost(int closeCode) {
        channel = null;
        for (Operation operation : List.copyOf(live)) {
            if (operation.phase != Operation.Phase.SENT) {
                continue;
            }
            if (!operation.expectsAck()) {
                settle(operation, null, operation.failure("the connection was lost", Outcome.UNKNOWN));
            } else if (isOwnFrameRefused(closeCode)) {
                String why = "the service closed the connection with " + closeCode;
                settle(operation, null, operation.failure(why, Outcome.UNKNOWN));
            } else {
                leaveSent(operation);
                enqueue(operation, operation.order);
                arm(operation);
            }
        }
    }

    /** Whether this close means that a frame of ours broke a rule: sending it again would kill every connection. */
    static boolean isOwnFrameRefused(int closeCode) {
        return POISONED.contains(closeCode);
    }

    /** The connection is gone too: a new service does not know our ack ids. */
    void connectionLost() {
        if (settings.retryAcrossConnections() == RetryAcrossConnections.ALWAYS) {
            return;
        }
        for (Operation operation : List.copyOf(live)) {
            if (operation.attempts > 0) {
                settle(operation, null, operation.failure("the connection was lost", Outcome.UNKNOWN));
            }
        }
    }

    /**
     * On a new connection nobody is in a group yet: leaving one is done without a word, unless a join of the same
     * group stands before it. Source: client-sdk.md, section 2.4.
     */
    void settleLeaves() {
        Set<String> joining = new HashSet<>();
        for (Operation operation : List.copyOf(waiting.values())) {
            if (operation.kind() == Operation.Kind.JOIN_GROUP) {
                joining.add(operation.target());
            } else if (operation.kind() == Operation.Kind.LEAVE_GROUP && !joining.contains(operation.target())) {
                settle(operation, new WebPubSubResult(operation.ackId(), false), null);
            }
        }
    }

    /** Groups that an operation under way is about to join. */
    Set<String> groupsBeingJoined() {
        Set<String> groups = new HashSet<>();
        for (Operation operation : live) {
            if (operation.kind() == Operation.Kind.JOIN_GROUP) {
                groups.add(operation.target());
            }
        }
        return groups;
    }

    void onAck(Ack ack) {
        Operation operation = acks.find(ack.ackId());
        if (operation == null) {
            return;
        }
        if (ack.error().isEmpty()) {
            settle(operation, new WebPubSubResult(operation.ackId(), false), null);
        } else {
            refused(operation, ack.error().get());
        }
        pump();
    }

    private void refused(Operation operation, AckError error) {
        if (error.name().equals(AckError.DUPLICATE)) {
            settle(operation, new WebPubSubResult(operation.ackId(), true), null);
            return;
        }
        operation.lastError = Optional.of(error);
        if (!OperationReport.isTransient(error)) {
            settle(operation, null, operation.failure(describe(error), Outcome.REJECTED));
        } else if (operation.phase == Operation.Phase.SENT) {
            tryAgain(operation, describe(error), Outcome.REJECTED);
        }
    }

    private static String describe(AckError error) {
        return error.name() + ": " + error.message();
    }

    /** Fails everything because the client stops. */
    void failAll(SessionState state) {
        channel = null;
        for (Operation operation : List.copyOf(live)) {
            settle(operation, null, new ClientStoppedException(state, operation.outcomeWithoutAnswer()));
        }
    }

    /** Whether no operation is under way. */
    boolean isIdle() {
        return live.isEmpty();
    }

    /** Whether nothing waits for being written. */
    boolean isDrained() {
        return waiting.isEmpty();
    }

    /** Ends an operation that was never submitted. */
    void end(Operation operation, @Nullable WebPubSubResult success, @Nullable RuntimeException failure) {
        operation.phase = Operation.Phase.SETTLED;
        operation.onSettled.accept(success, failure);
        // Off the loop, so that a continuation of the user's may block.
        completions.execute(() -> {
            if (failure == null) {
                operation.result().complete(success);
            } else {
                operation.result().completeExceptionally(failure);
            }
        });
    }

    private boolean handOver(Operation operation, Channel to) {
        int handover = ++operation.handovers;
        if (!to.offer(operation.frame(), result -> written(operation, handover, result))) {
            return false;
        }
        dequeue(operation);
        operation.phase = Operation.Phase.SENT;
        operation.attempts++;
        if (operation.expectsAck() && !operation.isRejoin) {
            unanswered++;
        }
        operation.phaseEndNanos = loop.nanoTime() + settings.timeouts().ack().toNanos();
        arm(operation);
        return true;
    }

    private void written(Operation operation, int handover, WriteResult result) {
        if (operation.handovers != handover || operation.phase != Operation.Phase.SENT) {
            return;
        }
        switch (result) {
            case WRITTEN -> {
                if (!operation.expectsAck()) {
                    settle(operation, new WebPubSubResult(operation.ackId(), false), null);
                }
            }
            case NEVER_STARTED -> {
                leaveSent(operation);
                operation.attempts--;
                enqueue(operation, operation.order);
                arm(operation);
            }
            case UNCERTAIN -> {
                // The end of the transport follows and decides.
            }
        }
    }

    private void due(Operation operation) {
        long now = loop.nanoTime();
        if (operation.deadlineNanos - now <= 0) {
            expire(operation);
        } else if (operation.phase == Operation.Phase.SENT) {
            tryAgain(operation, "no ack came", Outcome.UNKNOWN);
        } else {
            enqueue(operation, ++lastOrder);
            arm(operation);
        }
        pump();
    }

    private void expire(Operation operation) {
        boolean crowdedOut = operation.attempts == 0 && channel != null;
        settle(
                operation,
                null,
                crowdedOut
                        ? new BackpressureException(waiting.size())
                        : operation.failure("its time is over", operation.outcomeWithoutAnswer()));
    }

    private void tryAgain(Operation operation, String why, Outcome outcome) {
        RetryOptions retry = operation.patience().retry();
        if (operation.isWithdrawn || operation.retries >= retry.maxRetries()) {
            settle(operation, null, operation.failure(why, outcome));
            return;
        }
        operation.retries++;
        leaveSent(operation);
        operation.phase = Operation.Phase.BACKOFF;
        Duration delay = Backoff.slightJitter(retry, operation.retries, random.getAsDouble());
        operation.phaseEndNanos = loop.nanoTime() + delay.toNanos();
        arm(operation);
    }

    private void settle(Operation operation, @Nullable WebPubSubResult success, @Nullable RuntimeException failure) {
        operation.cancelTimer();
        leaveSent(operation);
        if (operation.phase == Operation.Phase.WAITING) {
            dequeue(operation);
        }
        acks.remove(operation);
        live.remove(operation);
        if (operation.kind() != Operation.Kind.INVOKE_EVENT && operation.kind() != Operation.Kind.OPEN_GROUP_STREAM) {
            operation.report(settings.observer(), loop.nanoTime(), failure == null);
        }
        end(operation, success, failure);
        onSettled.run();
    }

    private void leaveSent(Operation operation) {
        if (operation.phase == Operation.Phase.SENT && operation.expectsAck() && !operation.isRejoin) {
            unanswered--;
        }
    }

    private void enqueue(Operation operation, long order) {
        operation.phase = Operation.Phase.WAITING;
        operation.order = order;
        waiting.put(order, operation);
        waitingBytes += operation.frame().length;
    }

    private void dequeue(Operation operation) {
        if (waiting.remove(operation.order, operation)) {
            waitingBytes -= operation.frame().length;
        }
    }

    /** One timer for each operation: its deadline, or the end of its phase if that comes first. */
    private void arm(Operation operation) {
        operation.cancelTimer();
        long now = loop.nanoTime();
        long wait = operation.deadlineNanos - now;
        boolean phaseEnds = operation.phase == Operation.Phase.BACKOFF
                || (operation.phase == Operation.Phase.SENT && operation.expectsAck());
        if (phaseEnds) {
            wait = Math.min(wait, operation.phaseEndNanos - now);
        }
        operation.timer = loop.after(Duration.ofNanos(Math.max(wait, 0)), () -> due(operation));
    }
}
