package dev.groundwave.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks for everything and hands it to a callback; what the callback throws ends the subscription. */
final class CallbackSubscriber<T> implements Flow.Subscriber<T> {
    private final Consumer<? super T> callback;
    private final CompletableFuture<Void> end;
    private Flow.@Nullable Subscription subscription;

    CallbackSubscriber(Consumer<? super T> callback, CompletableFuture<Void> end) {
        this.callback = callback;
        this.end = end;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(T item) {
        ForeignCode.faultOf(() -> callback.accept(item)).ifPresent(this::giveUp);
    }

    private void giveUp(Throwable why) {
        if (subscription != null) {
            subscription.cancel();
        }
        end.completeExceptionally(why);
    }

    @Override
    public void onError(Throwable why) {
        end.completeExceptionally(why);
    }

    @Override
    public void onComplete() {
        end.complete(null);
    }
}
