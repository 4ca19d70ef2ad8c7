package dev.groundwave.server.rest;

/** A request that breaks a rule and is refused. */
final class BadRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient RestError error;

    /** What to answer. */
    BadRequestException(RestError error) {
        super(error.code(), null, false, false);
        this.error = error;
    }

    RestError error() {
        return error;
    }
}
