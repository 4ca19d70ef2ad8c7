package dev.groundwave.server.filter;

import dev.groundwave.hub.command.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The functions of the filter language: what they take and what they make of it. */
final class FilterFunctions {
    /** Whom constants are asked of. */
    private static final Candidate NOBODY = new Candidate() {
        @Override
        public String id() {
            return "";
        }

        @Override
        public Optional<String> userId() {
            return Optional.empty();
        }

        @Override
        public boolean isIn(String group) {
            return false;
        }

        @Override
        public int groupCount() {
            return 0;
        }
    };

    private FilterFunctions() {}

    /** The function's value for a connection. */
    static Term compile(Node.Call call) throws InvalidFilterException {
        List<Term> arguments = new ArrayList<>(call.arguments().size());
        for (Node argument : call.arguments()) {
            arguments.add(FilterCompiler.term(argument));
        }
        return switch (call.function()) {
            case "length" -> length(given(call, arguments, 1, 1).getFirst());
            case "tolower" -> changed(call, arguments, text -> text.toLowerCase(Locale.ROOT));
            case "toupper" -> changed(call, arguments, text -> text.toUpperCase(Locale.ROOT));
            case "trim" -> changed(call, arguments, String::strip);
            case "contains" -> related(call, arguments, String::contains);
            case "startswith" -> related(call, arguments, String::startsWith);
            case "endswith" -> related(call, arguments, String::endsWith);
            case "indexof" -> indexOf(given(call, arguments, 2, 2));
            case "concat" -> constantIfPossible(concat(given(call, arguments, 2, 2)), arguments);
            case "substring" -> constantIfPossible(substring(given(call, arguments, 2, 3)), arguments);
            default -> throw InvalidFilterException.unsupported(call.function());
        };
    }

    private static List<Term> given(Node.Call call, List<Term> arguments, int least, int most)
            throws InvalidFilterException {
        if (arguments.size() < least || arguments.size() > most) {
            throw InvalidFilterException.syntax(call.filter(), call.end());
        }
        return arguments;
    }

    private static Term.Int length(Term of) throws InvalidFilterException {
        return of instanceof Term.Groups ? Candidate::groupCount : new Term.Length(FilterCompiler.text(of));
    }

    private static Term.Text changed(Node.Call call, List<Term> arguments, UnaryOperator<String> change)
            throws InvalidFilterException {
        Term.Text of = FilterCompiler.text(given(call, arguments, 1, 1).getFirst());
        Term.Text changed = candidate -> {
            String text = of.text(candidate);
            return text == null ? null : change.apply(text);
        };
        return constantIfPossible(changed, arguments);
    }

    private static Term.Bool related(Node.Call call, List<Term> arguments, BiPredicate<String, String> relation)
            throws InvalidFilterException {
        List<Term> two = given(call, arguments, 2, 2);
        Term.Text left = FilterCompiler.text(two.get(0));
        Term.Text right = FilterCompiler.text(two.get(1));
        return candidate -> {
            String a = left.text(candidate);
            String b = right.text(candidate);
            return a != null && b != null && relation.test(a, b);
        };
    }

    private static Term.Int indexOf(List<Term> arguments) throws InvalidFilterException {
        Term.Text in = FilterCompiler.text(arguments.get(0));
        Term.Text what = FilterCompiler.text(arguments.get(1));
        return candidate -> {
            String a = in.text(candidate);
            String b = what.text(candidate);
            return a == null || b == null ? -1 : a.indexOf(b);
        };
    }

    private static Term.Text concat(List<Term> arguments) throws InvalidFilterException {
        Term.Text first = FilterCompiler.text(arguments.get(0));
        Term.Text second = FilterCompiler.text(arguments.get(1));
        return candidate -> orEmpty(first.text(candidate)).concat(orEmpty(second.text(candidate)));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static Term.Text substring(List<Term> arguments) throws InvalidFilterException {
        Term.Text of = FilterCompiler.text(arguments.get(0));
        Term.Int start = FilterCompiler.integer(arguments.get(1));
        Term.Int length = arguments.size() < 3 ? null : FilterCompiler.integer(arguments.get(2));
        return candidate -> {
            String text = of.text(candidate);
            if (text == null || start.isNull(candidate) || (length != null && length.isNull(candidate))) {
                return null;
            }
            long from = start.value(candidate);
            if (from < 0 || from > text.length()) {
                return null;
            }
            long chars = length == null ? text.length() - from : length.value(candidate);
            return chars < 0 || chars > text.length() - from ? null : text.substring((int) from, (int) (from + chars));
        };
    }

    /** What depends on no connection is worked out now, and not once for each. */
    private static Term.Text constantIfPossible(Term.Text term, List<Term> arguments) {
        for (Term argument : arguments) {
            if (!(argument instanceof Term.ConstantText
                    || argument instanceof Term.ConstantInt
                    || argument instanceof Term.Null)) {
                return term;
            }
        }
        return new Term.ConstantText(term.text(NOBODY));
    }
}
