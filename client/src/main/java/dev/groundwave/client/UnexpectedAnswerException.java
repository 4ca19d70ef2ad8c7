package dev.groundwave.client;

import dev.groundwave.wire.Payload;

/**
 * An invocation was answered, but not with what the caller wanted to read: the application has dealt with it.
 *
 * <p>The message names the type and never quotes the answer, and so leaves out what the codec said; reading
 * {@link #answer()} with {@link WebPubSubClient#read} shows that. Source: client-sdk.md, section 3.2.
 */
public final class UnexpectedAnswerException extends WebPubSubException {
    private static final long serialVersionUID = 1L;

    private final Class<?> wanted;
    private final transient InvocationResult answer;

    UnexpectedAnswerException(Class<?> wanted, InvocationResult answer) {
        super(
                "the answer to invocation '" + answer.invocationId() + "' is "
                        + answer.data().map(Payload::dataType).orElse("empty") + " and cannot be read as "
                        + wanted.getName(),
                null);
        this.wanted = wanted;
        this.answer = answer;
    }

    /** What the caller wanted. */
    public Class<?> wanted() {
        return wanted;
    }

    /** What came instead. */
    public InvocationResult answer() {
        return answer;
    }
}
