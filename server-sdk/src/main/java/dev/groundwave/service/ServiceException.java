package dev.groundwave.service;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call that the service refused, or that got no answer.
 *
 * <p>The message names method, path, status, code and what the service says; never a token, a body sent or a query
 * string. Source: rest-api.md, section 8.
 */
public class ServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int NOT_FOUND = 404;

    private final int status;
    private final @Nullable String code;
    private final @Nullable String target;
    private final @Nullable String requestId;

    private ServiceException(Details details, @Nullable Throwable cause) {
        super(details.text(), cause);
        this.status = details.status();
        this.code = details.code().orElse(null);
        this.target = details.target().orElse(null);
        this.requestId = details.requestId().orElse(null);
    }

    /**
     * What is known of a failure.
     *
     * @param status 0 when there was no answer
     */
    record Details(
            String text, int status, Optional<String> code, Optional<String> target, Optional<String> requestId) {}

    /** What was addressed, a connection, user or group, does not exist; or nothing answers at that path. */
    public static final class NotFound extends ServiceException {
        private static final long serialVersionUID = 1L;

        private NotFound(Details details, @Nullable Throwable cause) {
            super(details, cause);
        }
    }

    static ServiceException of(Details details, @Nullable Throwable cause) {
        return details.status() == NOT_FOUND ? new NotFound(details, cause) : new ServiceException(details, cause);
    }

    static ServiceException withoutAnswer(String text, Throwable cause) {
        return of(new Details(text, 0, Optional.empty(), Optional.empty(), Optional.empty()), cause);
    }

    /** The same failure with the stack of the thread that waited for it. */
    ServiceException again() {
        String text = String.valueOf(getMessage());
        return of(new Details(text, status, code(), target(), requestId()), this);
    }

    /** The HTTP status, or 0 when there was no answer. */
    public int status() {
        return status;
    }

    /** The service's name for the error, such as {@code Warning.User.NotExisted}. */
    public Optional<String> code() {
        return Optional.ofNullable(code);
    }

    /** The parameter or thing that the error is about. */
    public Optional<String> target() {
        return Optional.ofNullable(target);
    }

    /** The service's own id of the request, for its log. */
    public Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }
}
