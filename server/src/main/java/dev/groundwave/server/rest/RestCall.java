package dev.groundwave.server.rest;

import dev.groundwave.wire.Bytes;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** How a call goes on after its head was read. */
public sealed interface RestCall {
    /** The answer is known from the head; nothing was done, and a body is of no interest. */
    record Answered(RestResponse response) implements RestCall {}

    /**
     * The call is under way without its body, which is of no interest.
     *
     * @param response completed on any thread, never exceptionally
     */
    record Ready(CompletionStage<RestResponse> response) implements RestCall {}

    /**
     * The caller is still being checked, and the body has to wait.
     *
     * @param call how it goes on then: one of the others; completed on any thread, never exceptionally
     */
    record Deferred(CompletionStage<RestCall> call) implements RestCall {}

    /**
     * The body decides.
     *
     * @param maxBytes of the body; a larger one is answered with {@link RestApi#oversized()}
     * @param body takes the whole body, once, and does not block; its answer is completed on any thread, never
     *     exceptionally
     */
    record Awaiting(int maxBytes, Function<Bytes, CompletionStage<RestResponse>> body) implements RestCall {}
}
