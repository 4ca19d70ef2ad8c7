package dev.groundwave.server.auth;

import java.util.concurrent.CompletionStage;

/** What the gate says of a REST call, or that it cannot say it yet. */
public sealed interface Decision {
    /** It is known. */
    record Now(Verdict verdict) implements Decision {}

    /**
     * The keys of another issuer are asked.
     *
     * @param verdict completed on another thread, never exceptionally but for a bug
     */
    record Later(CompletionStage<Verdict> verdict) implements Decision {}
}
