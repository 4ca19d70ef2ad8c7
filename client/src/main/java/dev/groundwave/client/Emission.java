package dev.groundwave.client;

import dev.groundwave.client.schedule.SerialExecutor;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber of a {@link Flow.Publisher}: takes from a source what the subscriber asked for.
 *
 * <p>The subscriber is called in order, one call at a time, on a serial view of an executor; all fields belong there.
 * {@link #pulse} tells that the source may have more. Any thread may call. Source: the rules of
 * {@link java.util.concurrent.Flow}.
 */
final class Emission<T> implements Flow.Subscription {
    /** Where the items come from; called on the serial executor. */
    interface Source<T> {
        /** The next item; null when there is none now. */
        @Nullable
        T poll();

        /** Whether no item follows any more; asked when {@link #poll} gave none. */
        boolean isOver();

        /** Why it is over; empty for a good end. */
        Optional<Throwable> failure();

        /** Nobody takes from it any more. Once, also after its end. */
        void released();
    }

    private final SerialExecutor serial;
    private final Flow.Subscriber<? super T> subscriber;
    private final Source<T> source;
    private long demand;
    private boolean done;

    Emission(Executor threads, Flow.Subscriber<? super T> subscriber, Source<T> source) {
        this.serial = new SerialExecutor(threads);
        this.subscriber = subscriber;
        this.source = source;
    }

    /** Greets the subscriber; once, before anything else. */
    void begin() {
        serial.execute(() -> {
            subscriber.onSubscribe(this);
            emit();
        });
    }

    /** The source has more, or is over. */
    void pulse() {
        serial.execute(this::emit);
    }

    @Override
    public void request(long count) {
        serial.execute(() -> {
            if (done) {
                return;
            }
            if (count <= 0) {
                finish();
                subscriber.onError(new IllegalArgumentException("demand is " + count + ", at least 1 is allowed"));
                return;
            }
            demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
            emit();
        });
    }

    @Override
    public void cancel() {
        serial.execute(() -> {
            if (!done) {
                finish();
            }
        });
    }

    private void emit() {
        while (!done && demand > 0) {
            T item = source.poll();
            if (item == null) {
                break;
            }
            if (demand != Long.MAX_VALUE) {
                demand--;
            }
            subscriber.onNext(item);
        }
        if (!done && source.isOver()) {
            Optional<Throwable> failure = source.failure();
            finish();
            failure.ifPresentOrElse(subscriber::onError, subscriber::onComplete);
        }
    }

    private void finish() {
        done = true;
        source.released();
    }
}
