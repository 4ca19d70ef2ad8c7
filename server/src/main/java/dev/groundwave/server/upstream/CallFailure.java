package dev.groundwave.server.upstream;

/** Why there is no answer to a call. */
public enum CallFailure {
    /** No connection, or one that broke before the answer was whole. */
    UNREACHABLE("the connection failed"),
    /** There is a handler, but whether it is the right one is not to be had; or it speaks no TLS that we do. */
    TLS("no TLS with it: its certificate is not trusted, or names another host"),
    /** The answer was not there in time. */
    TIMEOUT("it took too long"),
    /** Too many calls wait for the same handler. */
    OVERFLOW("too many calls wait"),
    /** The answer has more bytes than an answer may have. */
    TOO_LARGE("the answer is too large"),
    /** The event has more bytes than the way to the handler takes. */
    UNTRANSPORTABLE("the event is too large for a tunnel"),
    /** The handler did not agree to get events. */
    NO_CONSENT("the handler did not pass the validation"),
    /** The credentials that the handler wants were not to be had. */
    NO_CREDENTIALS("there is no access token for it"),
    /** Something of the event cannot stand in a header. */
    UNSENDABLE("a value cannot stand in a header"),
    /** The answer cannot be read, or there is a fault of our own. */
    FAULT("the answer cannot be read");

    private final String text;

    CallFailure(String text) {
        this.text = text;
    }

    /** For the log, as the rest of a sentence. */
    public String text() {
        return text;
    }
}
