package dev.groundwave.server.upstream;

/** A call that brought no answer. */
final class CallFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final CallFailure failure;

    CallFailedException(CallFailure failure, Throwable cause) {
        super(failure.text(), cause);
        this.failure = failure;
    }

    CallFailedException(CallFailure failure) {
        super(failure.text());
        this.failure = failure;
    }

    CallFailure failure() {
        return failure;
    }
}
