package dev.groundwave.server.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads a filter by recursive descent, one method for each rule of the grammar.
 *
 * <p>Lives for one filter. Parentheses and chains of comparisons are limited, which bounds the depth of the tree and so
 * every recursion over it.
 */
final class FilterParser {
    private static final int MAX_DEPTH = 100;

    /** Words that can be nothing but themselves. */
    private static final Set<String> OPERATORS = Set.of("or", "and", "not", "eq", "ne", "gt", "ge", "lt", "le", "in");

    private final String filter;
    private final List<Token> tokens;
    private int index;
    private int depth;

    /** Comparisons of what is itself an unparenthesised comparison; they lean to the left and so nest. */
    private int chained;

    private FilterParser(String filter, List<Token> tokens) {
        this.filter = filter;
        this.tokens = tokens;
    }

    /** The whole filter's tree. */
    static Node parse(String filter) throws InvalidFilterException {
        FilterParser parser = new FilterParser(filter, Lexer.tokens(filter));
        Node expression = parser.or();
        parser.expect(Token.Kind.END);
        return expression;
    }

    private Node or() throws InvalidFilterException {
        Node first = and();
        if (!peek().isWord("or")) {
            return first;
        }
        List<Node> operands = new ArrayList<>();
        operands.add(first);
        while (takeWord("or")) {
            operands.add(and());
        }
        return new Node.Or(operands);
    }

    private Node and() throws InvalidFilterException {
        Node first = equality();
        if (!peek().isWord("and")) {
            return first;
        }
        List<Node> operands = new ArrayList<>();
        operands.add(first);
        while (takeWord("and")) {
            operands.add(equality());
        }
        return new Node.And(operands);
    }

    private Node equality() throws InvalidFilterException {
        Node left = relation();
        for (int links = 0; peek().isWord("eq") || peek().isWord("ne"); links++) {
            checkChain(links);
            boolean equal = take().isWord("eq");
            left = new Node.Equality(equal, left, relation());
        }
        return left;
    }

    private Node relation() throws InvalidFilterException {
        Node left = unary();
        for (int links = 0; ; links++) {
            Token operator = peek();
            if (operator.kind() != Token.Kind.WORD) {
                return left;
            }
            switch (operator.text()) {
                case "gt", "ge", "lt", "le" -> {
                    index++;
                    left = new Node.Order(operator.text(), left, unary());
                }
                case "in" -> {
                    index++;
                    left = in(left);
                }
                default -> {
                    return left;
                }
            }
            checkChain(links);
        }
    }

    private Node in(Node left) throws InvalidFilterException {
        return startsList() ? new Node.InList(left, list()) : new Node.InCollection(left, unary());
    }

    /** Only a literal with a comma or the end behind it makes a list of a parenthesis. */
    private boolean startsList() {
        if (peek().kind() != Token.Kind.OPEN || !isLiteral(tokens.get(index + 1))) {
            return false;
        }
        Token.Kind behind = tokens.get(index + 2).kind();
        return behind == Token.Kind.COMMA || behind == Token.Kind.CLOSE;
    }

    private List<Node.Literal> list() throws InvalidFilterException {
        List<Node.Literal> literals = new ArrayList<>();
        do {
            index++;
            literals.add(literal(take()));
        } while (peek().kind() == Token.Kind.COMMA);
        expect(Token.Kind.CLOSE);
        return literals;
    }

    private Node unary() throws InvalidFilterException {
        return takeWord("not") ? new Node.Not(primary()) : primary();
    }

    private Node primary() throws InvalidFilterException {
        Token token = take();
        if (token.kind() == Token.Kind.OPEN) {
            enter();
            Node inner = or();
            expect(Token.Kind.CLOSE);
            depth--;
            return inner;
        }
        if (isLiteral(token)) {
            return literal(token);
        }
        if (token.kind() != Token.Kind.WORD || OPERATORS.contains(token.text())) {
            throw unexpected(token);
        }
        return peek().kind() == Token.Kind.OPEN ? call(token) : new Node.Name(token.text());
    }

    private Node call(Token function) throws InvalidFilterException {
        enter();
        List<Node> arguments = new ArrayList<>();
        do {
            index++;
            arguments.add(or());
        } while (peek().kind() == Token.Kind.COMMA);
        Token close = expect(Token.Kind.CLOSE);
        depth--;
        return new Node.Call(function.text(), arguments, filter, close.end());
    }

    private static boolean isLiteral(Token token) {
        return switch (token.kind()) {
            case STRING, NUMBER -> true;
            case WORD -> token.isWord("true") || token.isWord("false") || token.isWord("null");
            case OPEN, CLOSE, COMMA, END -> false;
        };
    }

    private Node.Literal literal(Token token) throws InvalidFilterException {
        if (!isLiteral(token)) {
            throw unexpected(token);
        }
        return switch (token.kind()) {
            case STRING -> new Node.Text(token.text());
            case NUMBER -> integer(token);
            default -> token.isWord("null") ? new Node.Null() : new Node.Bool(token.isWord("true"));
        };
    }

    private Node.Int integer(Token token) throws InvalidFilterException {
        try {
            return new Node.Int(Long.parseLong(token.text()));
        } catch (NumberFormatException e) {
            // Too large: the lexer lets nothing but digits pass.
            throw unexpected(token);
        }
    }

    private void enter() throws InvalidFilterException {
        if (++depth > MAX_DEPTH) {
            throw InvalidFilterException.tooDeep(MAX_DEPTH);
        }
    }

    private void checkChain(int links) throws InvalidFilterException {
        if (links > 0 && ++chained > MAX_DEPTH) {
            throw InvalidFilterException.tooDeep(MAX_DEPTH);
        }
    }

    private Token peek() {
        return tokens.get(index);
    }

    /** The next piece; the end may be taken again and again. */
    private Token take() {
        Token token = tokens.get(index);
        if (token.kind() != Token.Kind.END) {
            index++;
        }
        return token;
    }

    private boolean takeWord(String word) {
        boolean found = peek().isWord(word);
        if (found) {
            index++;
        }
        return found;
    }

    private Token expect(Token.Kind kind) throws InvalidFilterException {
        Token token = take();
        if (token.kind() != kind) {
            throw unexpected(token);
        }
        return token;
    }

    private InvalidFilterException unexpected(Token token) {
        return InvalidFilterException.syntax(filter, token.end());
    }
}
