package dev.groundwave.server.filter;

import dev.groundwave.hub.command.Candidate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Checks the types of a filter and makes of it what connections are asked. Operators here; functions apart. */
final class FilterCompiler {
    private FilterCompiler() {}

    /** The whole filter, which must be true or false. */
    static Term.Bool compile(Node filter) throws InvalidFilterException {
        return condition(filter);
    }

    private static Term.Bool condition(Node node) throws InvalidFilterException {
        Term term = term(node);
        if (term instanceof Term.Bool condition) {
            return condition;
        }
        throw InvalidFilterException.type(term.type(), "bool");
    }

    static Term term(Node node) throws InvalidFilterException {
        return switch (node) {
            case Node.Text(String value) -> new Term.ConstantText(value);
            case Node.Int(long value) -> new Term.ConstantInt(value);
            case Node.Bool(boolean value) -> (Term.Bool) _ -> value;
            case Node.Null() -> new Term.Null();
            case Node.Name(String name) -> property(name);
            case Node.Call call -> FilterFunctions.compile(call);
            case Node.Not(Node operand) -> not(condition(operand));
            case Node.And(List<Node> operands) -> all(conditions(operands));
            case Node.Or(List<Node> operands) -> any(conditions(operands));
            case Node.Equality(boolean equal, Node left, Node right) -> {
                Term.Bool same = same(term(left), term(right));
                yield equal ? same : not(same);
            }
            case Node.Order(String operator, Node left, Node right) ->
                order(operator, integer(term(left)), integer(term(right)));
            case Node.InList(Node left, List<Node.Literal> list) -> inList(term(left), list);
            case Node.InCollection(Node left, Node right) -> inCollection(term(left), term(right));
        };
    }

    private static Term property(String name) throws InvalidFilterException {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "userid" -> (Term.Text) candidate -> candidate.userId().orElse(null);
            case "connectionid" -> (Term.Text) Candidate::id;
            case "groups" -> new Term.Groups();
            default -> throw InvalidFilterException.unsupported(name);
        };
    }

    private static Term.Bool[] conditions(List<Node> operands) throws InvalidFilterException {
        Term.Bool[] conditions = new Term.Bool[operands.size()];
        for (int i = 0; i < conditions.length; i++) {
            conditions[i] = condition(operands.get(i));
        }
        return conditions;
    }

    private static Term.Bool not(Term.Bool condition) {
        return candidate -> !condition.test(candidate);
    }

    private static Term.Bool all(Term.Bool[] conditions) {
        return candidate -> {
            for (Term.Bool condition : conditions) {
                if (!condition.test(candidate)) {
                    return false;
                }
            }
            return true;
        };
    }

    private static Term.Bool any(Term.Bool[] conditions) {
        return candidate -> {
            for (Term.Bool condition : conditions) {
                if (condition.test(candidate)) {
                    return true;
                }
            }
            return false;
        };
    }

    /** Values of different types are never the same, save when both are null. */
    private static Term.Bool same(Term left, Term right) {
        if (left instanceof Term.Text a && right instanceof Term.Text b) {
            return candidate -> Objects.equals(a.text(candidate), b.text(candidate));
        }
        if (left instanceof Term.Int a && right instanceof Term.Int b) {
            return candidate -> a.isNull(candidate)
                    ? b.isNull(candidate)
                    : !b.isNull(candidate) && a.value(candidate) == b.value(candidate);
        }
        if (left instanceof Term.Bool a && right instanceof Term.Bool b) {
            return candidate -> a.test(candidate) == b.test(candidate);
        }
        if (left instanceof Term.Groups && right instanceof Term.Groups) {
            return _ -> true;
        }
        return candidate -> left.isNull(candidate) && right.isNull(candidate);
    }

    /** Null is neither more nor less than anything, nor the same. */
    private static Term.Bool order(String operator, Term.Int left, Term.Int right) {
        Term.Bool known = candidate -> !left.isNull(candidate) && !right.isNull(candidate);
        Term.Bool compared = switch (operator) {
            case "gt" -> candidate -> left.value(candidate) > right.value(candidate);
            case "ge" -> candidate -> left.value(candidate) >= right.value(candidate);
            case "lt" -> candidate -> left.value(candidate) < right.value(candidate);
            case "le" -> candidate -> left.value(candidate) <= right.value(candidate);
            default -> throw new IllegalArgumentException("no order: " + operator);
        };
        return candidate -> known.test(candidate) && compared.test(candidate);
    }

    private static Term.Bool inList(Term left, List<Node.Literal> list) throws InvalidFilterException {
        return left instanceof Term.Text text ? textInList(text, list) : otherInList(left, list);
    }

    private static Term.Bool textInList(Term.Text left, List<Node.Literal> list) {
        Set<String> texts = new HashSet<>();
        boolean hasNull = false;
        for (Node.Literal literal : list) {
            if (literal instanceof Node.Text(String value)) {
                texts.add(value);
            }
            hasNull |= literal instanceof Node.Null;
        }
        boolean nullIsIn = hasNull;
        return candidate -> {
            String text = left.text(candidate);
            return text == null ? nullIsIn : texts.contains(text);
        };
    }

    private static Term.Bool otherInList(Term left, List<Node.Literal> list) throws InvalidFilterException {
        List<Term.Bool> same = new ArrayList<>(list.size());
        for (Node.Literal literal : list) {
            same.add(same(left, term(literal)));
        }
        return any(same.toArray(Term.Bool[]::new));
    }

    private static Term.Bool inCollection(Term left, Term collection) throws InvalidFilterException {
        if (!(collection instanceof Term.Groups)) {
            throw InvalidFilterException.type(collection.type(), "collection");
        }
        if (!(left instanceof Term.Text name)) {
            return _ -> false;
        }
        return candidate -> {
            String group = name.text(candidate);
            return group != null && candidate.isIn(group);
        };
    }

    /** The term as a string. */
    static Term.Text text(Term term) throws InvalidFilterException {
        return switch (term) {
            case Term.Text text -> text;
            case Term.Null() -> new Term.ConstantText(null);
            case Term.Int _, Term.Bool _, Term.Groups _ -> throw InvalidFilterException.type(term.type(), "string");
        };
    }

    /** The term as an integer. */
    static Term.Int integer(Term term) throws InvalidFilterException {
        return switch (term) {
            case Term.Int integer -> integer;
            case Term.Null() -> new Term.NullInt();
            case Term.Text _, Term.Bool _, Term.Groups _ -> throw InvalidFilterException.type(term.type(), "int");
        };
    }
}
