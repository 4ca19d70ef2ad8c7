package dev.groundwave.server.upstream;

import java.util.List;
import java.util.Optional;

/** What a handler says to the question whether it wants events. Source: events-and-operations.md, section 1.5. */
public sealed interface ConsentAnswer {
    /** It wants them. */
    record Given(int status) implements ConsentAnswer {}

    /**
     * Nothing.
     *
     * @param cause for whoever wants to know more than the kind of the failure
     */
    record NoAnswer(CallFailure failure, Throwable cause) implements ConsentAnswer {}

    /**
     * Something that is no consent, whatever its headers say.
     *
     * @param location where a redirect leads, without its query; empty for other answers
     */
    record WrongStatus(int status, Optional<String> location) implements ConsentAnswer {}

    /**
     * It wants events, but not ours.
     *
     * @param ours the origin that it was asked for
     * @param allowed the origins that it answered with, one for each header line
     */
    record WrongOrigin(int status, String ours, List<String> allowed) implements ConsentAnswer {
        /** Copies the list. */
        public WrongOrigin {
            allowed = List.copyOf(allowed);
        }
    }
}
