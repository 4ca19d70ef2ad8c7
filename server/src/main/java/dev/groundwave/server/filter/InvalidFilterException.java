package dev.groundwave.server.filter;

/** A text that is no filter, and why not. */
public final class InvalidFilterException extends Exception {
    private static final long serialVersionUID = 1L;

    /** More of a filter in an error helps nobody. */
    private static final int QUOTED_CHARS = 1024;

    private final String reason;

    private InvalidFilterException(String reason) {
        super("invalid filter", null, false, false);
        this.reason = reason;
    }

    /** @param end the index just after what does not belong there */
    static InvalidFilterException syntax(String filter, int end) {
        return new InvalidFilterException("Syntax error at position " + end + " in '" + quoted(filter) + "'.");
    }

    static InvalidFilterException type(String actual, String expected) {
        return new InvalidFilterException("Type '" + actual + "', expect '" + expected + "'.");
    }

    static InvalidFilterException unsupported(String word) {
        return new InvalidFilterException("Token '" + quoted(word) + "' is not supported.");
    }

    static InvalidFilterException tooDeep(int limit) {
        return new InvalidFilterException("More than " + limit + " levels are not supported.");
    }

    /** What the caller is told. It quotes the filter, which the exception's own message does not. */
    public String explain(String filter) {
        return "Invalid syntax for '" + quoted(filter) + "': " + reason + " (Parameter 'filter')";
    }

    private static String quoted(String text) {
        return text.length() <= QUOTED_CHARS ? text : text.substring(0, QUOTED_CHARS) + "...";
    }
}
