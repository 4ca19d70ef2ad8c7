package dev.groundwave.service;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls: signs each try anew, repeats what may be repeated, gives the last answer.
 *
 * <p>Safe for all threads. Continuations run on the HTTP client's executor.
 */
final class HttpCaller {
    private final HttpClient http;
    private final RequestSigner signer;
    private final RetryPolicy retryPolicy;
    private final Duration requestTimeout;
    private final Surroundings surroundings;

    HttpCaller(
            HttpClient http,
            RequestSigner signer,
            RetryPolicy retryPolicy,
            Duration requestTimeout,
            Surroundings surroundings) {
        this.http = http;
        this.signer = signer;
        this.retryPolicy = retryPolicy;
        this.requestTimeout = requestTimeout;
        this.surroundings = surroundings;
    }

    /** Time and chance, handed in so that tests can step them. */
    record Surroundings(InstantSource clock, Scheduler scheduler, DoubleSupplier jitter) {}

    /** Runs a task later. */
    interface Scheduler {
        void after(Duration delay, Runnable task);
    }

    /** Turns an answer into a result. Throws {@link ServiceException} when it is a failure. */
    interface Reader<T extends @Nullable Object> extends Function<Answer, T> {}

    /** How one try ended: exactly one of the two is there. */
    private record Outcome(Optional<Answer> answer, Optional<IOException> fault) {
        static Outcome of(@Nullable HttpResponse<byte[]> response, @Nullable Throwable failure) {
            if (response != null) {
                return new Outcome(Optional.of(Answer.of(response)), Optional.empty());
            }
            Throwable cause = failure == null ? new IllegalStateException("no response") : unwrapped(failure);
            if (cause instanceof IOException fault) {
                return new Outcome(Optional.empty(), Optional.of(fault));
            }
            throw new CompletionException(cause);
        }
    }

    /**
     * Sends the call, with repeats. Cancelling the future ends the request under way and keeps it from being repeated.
     */
    <T extends @Nullable Object> CompletableFuture<T> send(Call call, Reader<T> reader) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Tries tries = new Tries(call, result);
        var unusedEnd = tries.run(0).thenApply(reader).whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(unwrapped(failure));
            }
        });
        var unusedStop = result.whenComplete((value, failure) -> tries.endIfDone());
        return result;
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    private HttpRequest request(Call call) {
        BodyPublisher content = call.body()
                .map(body -> BodyPublishers.ofByteArray(body.content().toArray()))
                .orElseGet(BodyPublishers::noBody);
        HttpRequest.Builder request = HttpRequest.newBuilder(call.url())
                .method(call.method(), content)
                .timeout(requestTimeout);
        call.body().ifPresent(body -> request.header("Content-Type", body.contentType()));
        if (!call.probe()) {
            request.header("Authorization", signer.authorization(call.url()));
        }
        return request.build();
    }

    private RetryPolicy.Failure failure(Outcome outcome) {
        if (outcome.answer().isPresent()) {
            Answer answer = outcome.answer().get();
            return new RetryPolicy.Failure.Refused(
                    answer.status(), answer.retryAfter(surroundings.clock().instant()));
        }
        boolean neverSent = outcome.fault()
                .filter(fault -> fault instanceof ConnectException || fault instanceof HttpConnectTimeoutException)
                .isPresent();
        return neverSent ? new RetryPolicy.Failure.NotSent() : new RetryPolicy.Failure.Broken();
    }

    /** The tries of one call, one after the other. */
    private final class Tries {
        private final Call call;
        private final CompletableFuture<?> result;

        /** Null before the first try; written by the thread that starts a try, read by the one that settles the result. */
        private volatile @Nullable CompletableFuture<?> underWay;

        Tries(Call call, CompletableFuture<?> result) {
            this.call = call;
            this.result = result;
        }

        CompletableFuture<Answer> run(int retries) {
            if (result.isDone()) {
                return CompletableFuture.failedFuture(new CancellationException());
            }
            CompletableFuture<HttpResponse<byte[]>> response =
                    http.sendAsync(request(call), BodyHandlers.ofByteArray());
            underWay = response;
            // A result settled from outside while the request started saw the one before.
            endIfDone();
            return response.handle(Outcome::of).thenCompose(outcome -> judge(outcome, retries));
        }

        void endIfDone() {
            CompletableFuture<?> current = underWay;
            if (result.isDone() && current != null) {
                current.cancel(true);
            }
        }

        private CompletableFuture<Answer> judge(Outcome outcome, int retries) {
            if (outcome.answer().filter(Answer::isSuccess).isPresent()) {
                return CompletableFuture.completedFuture(outcome.answer().get());
            }
            Optional<Duration> delay = call.probe()
                    ? Optional.empty()
                    : retryPolicy.delayAfter(
                            failure(outcome),
                            call.method(),
                            retries,
                            surroundings.jitter().getAsDouble());
            if (delay.isPresent()) {
                return pause(delay.get()).thenCompose(ignored -> run(retries + 1));
            }
            return outcome.answer()
                    .map(CompletableFuture::completedFuture)
                    .orElseGet(() -> CompletableFuture.failedFuture(unanswered(outcome)));
        }

        private ServiceException unanswered(Outcome outcome) {
            IOException fault = outcome.fault().orElseThrow();
            String kind = fault.getClass().getSimpleName();
            return ServiceException.withoutAnswer(call + " got no answer: " + kind, fault);
        }

        private CompletableFuture<Boolean> pause(Duration delay) {
            CompletableFuture<Boolean> over = new CompletableFuture<>();
            surroundings.scheduler().after(delay, () -> over.complete(true));
            return over;
        }
    }
}
