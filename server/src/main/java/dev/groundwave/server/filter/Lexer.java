package dev.groundwave.server.filter;

import java.util.ArrayList;
import java.util.List;

/** Cuts a filter into its pieces. Lives for one filter. */
final class Lexer {
    private final String filter;
    private final List<Token> tokens = new ArrayList<>();
    private int position;

    private Lexer(String filter) {
        this.filter = filter;
    }

    /** The pieces, with {@link Token.Kind#END} behind them. */
    static List<Token> tokens(String filter) throws InvalidFilterException {
        Lexer lexer = new Lexer(filter);
        while (lexer.skipSpace()) {
            lexer.tokens.add(lexer.next());
        }
        lexer.tokens.add(lexer.token(Token.Kind.END, ""));
        return lexer.tokens;
    }

    private boolean skipSpace() {
        while (position < filter.length() && Character.isWhitespace(filter.charAt(position))) {
            position++;
        }
        return position < filter.length();
    }

    private Token next() throws InvalidFilterException {
        char first = filter.charAt(position);
        return switch (first) {
            case '(' -> sign(Token.Kind.OPEN);
            case ')' -> sign(Token.Kind.CLOSE);
            case ',' -> sign(Token.Kind.COMMA);
            case '\'' -> string();
            case '-' -> number();
            default -> {
                if (isDigit(first)) {
                    yield number();
                }
                if (isLetter(first)) {
                    yield word();
                }
                throw InvalidFilterException.syntax(filter, position + 1);
            }
        };
    }

    private Token sign(Token.Kind kind) {
        position++;
        return token(kind, filter.substring(position - 1, position));
    }

    private Token string() throws InvalidFilterException {
        StringBuilder text = new StringBuilder();
        position++;
        while (true) {
            int quote = filter.indexOf('\'', position);
            if (quote < 0) {
                throw InvalidFilterException.syntax(filter, filter.length());
            }
            text.append(filter, position, quote);
            position = quote + 1;
            if (position == filter.length() || filter.charAt(position) != '\'') {
                return token(Token.Kind.STRING, text.toString());
            }
            text.append('\'');
            position++;
        }
    }

    private Token number() throws InvalidFilterException {
        int start = position++;
        while (position < filter.length() && isDigit(filter.charAt(position))) {
            position++;
        }
        boolean goesOn =
                position < filter.length() && (filter.charAt(position) == '.' || isLetter(filter.charAt(position)));
        if (goesOn || filter.charAt(position - 1) == '-') {
            throw InvalidFilterException.syntax(filter, goesOn ? position + 1 : position);
        }
        return token(Token.Kind.NUMBER, filter.substring(start, position));
    }

    private Token word() {
        int start = position;
        while (position < filter.length() && (isLetter(filter.charAt(position)) || isDigit(filter.charAt(position)))) {
            position++;
        }
        return token(Token.Kind.WORD, filter.substring(start, position));
    }

    private Token token(Token.Kind kind, String text) {
        return new Token(kind, text, position);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }
}
