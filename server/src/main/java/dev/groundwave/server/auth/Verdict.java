package dev.groundwave.server.auth;

/** What the gate says of a request. */
public sealed interface Verdict {
    /** The token is good. */
    record Accepted(Caller caller) implements Verdict {}

    /** There is no token. */
    record Missing() implements Verdict {}

    /**
     * The token is not good.
     *
     * @param why for the caller's eyes; quotes nothing of the token
     */
    record Refused(String why) implements Verdict {}
}
