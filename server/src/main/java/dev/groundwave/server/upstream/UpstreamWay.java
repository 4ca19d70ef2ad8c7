package dev.groundwave.server.upstream;

import dev.groundwave.wire.event.UpstreamResponse;
import java.io.IOException;
import reactor.core.publisher.Mono;

/**
 * A way to an event handler, which makes single attempts: over HTTP, or through a tunnel that the application opened.
 *
 * <p>Safe for all threads; never blocks. Retries, deadline and counters are the caller's and the same for every way.
 */
public interface UpstreamWay {
    /**
     * Makes the call once when it is subscribed to; giving the subscription up gives the call up. Ends with an answer of
     * any status, with an {@link IOException} when the connection failed and another attempt may help, or with a
     * {@link CallFailedException}.
     */
    Mono<UpstreamResponse> exchange(UpstreamRequest request);

    /** Ends what the way holds. */
    void close();
}
