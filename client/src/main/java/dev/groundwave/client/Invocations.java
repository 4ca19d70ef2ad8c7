package dev.groundwave.client;

import dev.groundwave.client.port.Timers;
import dev.groundwave.client.schedule.ControlLoop;
import dev.groundwave.client.transport.Channel;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage.InvokeResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait for the application's answer, by invocation id.
 *
 * <p>The request itself travels as an {@link Operation} that is done when written; here is what follows. Never
 * repeated: what was written when the transport is lost fails. A generated id is never used twice, so that a late answer
 * meets nobody. Lives on the control loop except {@link #invoke}. Source: client-sdk.md, section 3.2.
 */
final class Invocations implements SessionPart {
    /** Longer ids are no numbers that a generated one could meet. */
    private static final int MAX_DIGITS = 15;

    private final ControlLoop loop;
    private final ClientSettings settings;
    private final Completions completions;
    private final Requests requests;
    private final Features.Host host;

    private final AckIds ids = new AckIds();
    private final Map<String, Pending> pending = new HashMap<>();
    /** Null while there is no connection. */
    private @Nullable Channel channel;

    Invocations(ControlLoop loop, ClientSettings settings, Executor workers, Requests requests, Features.Host host) {
        this.loop = loop;
        this.settings = settings;
        this.completions = new Completions(workers);
        this.requests = requests;
        this.host = host;
    }

    /** Any thread. */
    CompletableFuture<InvocationResult> invoke(String event, Payload payload, InvokeOptions options) {
        options.invocationId().ifPresent(this::passBy);
        String id = options.invocationId().orElseGet(() -> Long.toString(ids.next()));
        Pending invocation = new Pending(id, requests.invoke(id, event, payload, options));
        loop.execute(() ->
                begin(invocation, options.timeout().orElse(settings.timeouts().operation())));
        CompletableFuture<InvocationResult> unused = invocation.result.whenComplete((answer, failure) -> {
            if (failure instanceof CancellationException) {
                loop.execute(() -> giveUp(invocation));
            }
        });
        return invocation.result;
    }

    private void passBy(String userId) {
        boolean isNumber = userId.length() <= MAX_DIGITS && userId.chars().allMatch(c -> c >= '0' && c <= '9');
        if (isNumber && !userId.isEmpty()) {
            ids.passBy(Long.parseLong(userId));
        }
    }

    private void begin(Pending invocation, Duration timeout) {
        invocation.request.sinceNanos = loop.nanoTime();
        if (pending.putIfAbsent(invocation.id, invocation) != null) {
            fail(invocation, new IllegalArgumentException("an invocation with this id is under way"));
            return;
        }
        invocation.timer = loop.after(timeout, () -> expire(invocation));
        invocation.request.onSettled = (written, failure) -> {
            if (failure != null) {
                settle(invocation, () -> fail(invocation, translated(invocation, failure)));
            }
        };
        host.submit().accept(invocation.request);
    }

    private static RuntimeException translated(Pending invocation, RuntimeException failure) {
        return failure instanceof SendMessageFailedException lost
                ? new InvocationException(invocation.id, "it was not answered", lost.outcome(), lost)
                : failure;
    }

    private void expire(Pending invocation) {
        Outcome outcome = invocation.request.outcomeWithoutAnswer();
        giveUp(invocation);
        fail(invocation, new InvocationException(invocation.id, "its time is over", outcome, null));
    }

    /** Nobody waits any more: the request is taken back, or the application is told so, if that is possible. */
    private void giveUp(Pending invocation) {
        settle(invocation, () -> {
            if (invocation.request.phase == Operation.Phase.WAITING) {
                host.withdraw().accept(invocation.request);
            } else if (channel != null) {
                byte[] frame = requests.frame(new ClientMessage.CancelInvocation(invocation.id));
                // Best effort: the service may have answered already, and a lost transport cancels everything anyway.
                boolean unused = invocation.request.phase == Operation.Phase.SENT
                        ? channel.offer(frame, result -> {})
                        : channel.offerFirst(frame, result -> {});
            }
        });
    }

    void onResponse(InvokeResponse response) {
        Pending invocation = pending.get(response.invocationId());
        if (invocation == null) {
            return;
        }
        settle(invocation, () -> {
            if (response.error().isPresent()) {
                fail(
                        invocation,
                        new InvocationException(invocation.id, response.error().get()));
            } else {
                InvocationResult answer = new InvocationResult(
                        invocation.id, response.data().map(settings::received), response.metadata());
                report(invocation, true);
                completions.complete(invocation.result, answer);
            }
        });
    }

    @Override
    public void attached(Channel newChannel) {
        channel = newChannel;
    }

    @Override
    public void pump() {
        // Requests are sent in the operations' order.
    }

    @Override
    public void transportLost(int closeCode) {
        channel = null;
        for (Pending invocation : List.copyOf(pending.values())) {
            if (invocation.request.attempts > 0) {
                settle(
                        invocation,
                        () -> fail(
                                invocation,
                                new InvocationException(
                                        invocation.id, "the transport was lost", Outcome.UNKNOWN, null)));
            }
        }
    }

    @Override
    public void connectionLost() {
        // What was written has failed with its transport; what was not may go on the next connection.
    }

    @Override
    public void failAll(SessionState state) {
        channel = null;
        for (Pending invocation : List.copyOf(pending.values())) {
            Outcome outcome = invocation.request.outcomeWithoutAnswer();
            settle(invocation, () -> fail(invocation, new ClientStoppedException(state, outcome)));
        }
    }

    @Override
    public boolean awaitsAnswer() {
        return !pending.isEmpty();
    }

    /** Forgets an invocation, if it is not forgotten yet, and does what its end demands. */
    private void settle(Pending invocation, Runnable end) {
        if (pending.remove(invocation.id, invocation)) {
            if (invocation.timer != null) {
                invocation.timer.cancel();
            }
            end.run();
            host.waitingChanged().run();
        }
    }

    private void report(Pending invocation, boolean succeeded) {
        invocation.request.report(settings.observer(), loop.nanoTime(), succeeded);
    }

    private void fail(Pending invocation, RuntimeException failure) {
        report(invocation, false);
        completions.fail(invocation.result, failure);
    }

    /** One invocation from call to answer. */
    private static final class Pending {
        private final String id;
        private final Operation request;
        private final CompletableFuture<InvocationResult> result = new CompletableFuture<>();
        private Timers.@Nullable Timer timer;

        Pending(String id, Operation request) {
            this.id = id;
            this.request = request;
        }
    }
}
