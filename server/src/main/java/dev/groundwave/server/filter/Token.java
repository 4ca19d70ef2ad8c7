package dev.groundwave.server.filter;

/**
 * A piece of a filter.
 *
 * @param text of a word or a number as it stands, of a string without quotes and escapes
 * @param end the index just after it
 */
record Token(Kind kind, String text, int end) {
    /** What a piece is. */
    enum Kind {
        /** An operator, a name, or a literal that is a word. */
        WORD,
        /** A literal in quotes. */
        STRING,
        /** An integer literal. */
        NUMBER,
        /** An opening parenthesis. */
        OPEN,
        /** A closing parenthesis. */
        CLOSE,
        /** A comma. */
        COMMA,
        /** Behind the last piece. */
        END
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equals(word);
    }
}
