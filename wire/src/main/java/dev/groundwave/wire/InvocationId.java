package dev.groundwave.wire;

/** The rule for invocation ids: 1 to 256 characters. Source: client-protocol.md, section 10. */
final class InvocationId {
    private InvocationId() {}

    static void check(String invocationId) {
        if (invocationId.isEmpty() || invocationId.length() > WireLimits.MAX_INVOCATION_ID_CHARS) {
            throw new IllegalArgumentException("an invocation id has 1 to " + WireLimits.MAX_INVOCATION_ID_CHARS
                    + " characters; this one has " + invocationId.length());
        }
    }
}
