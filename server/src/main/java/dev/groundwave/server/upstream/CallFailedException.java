package dev.groundwave.server.upstream;

/** A call that brought no answer. */
public final class CallFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final CallFailure failure;

    /** A failure that another fault led to. */
    public CallFailedException(CallFailure failure, Throwable cause) {
        super(failure.text(), cause);
        this.failure = failure;
    }

    /** A failure. */
    public CallFailedException(CallFailure failure) {
        super(failure.text());
        this.failure = failure;
    }

    /** Which one. */
    public CallFailure failure() {
        return failure;
    }
}
