package dev.groundwave.server.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.groundwave.hub.command.AudienceFilter;
import dev.groundwave.hub.command.Candidate;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Source: rest-api.md, section 6. */
final class FilterLanguageTest {
    private static final Candidate ALICE = new Client("c1", Optional.of("Alice"), Set.of("room1", "o'neil"));
    private static final Candidate NOBODY = new Client("c2", Optional.empty(), Set.of());

    private record Client(String id, Optional<String> userId, Set<String> groups) implements Candidate {
        @Override
        public boolean isIn(String group) {
            return groups.contains(group);
        }

        @Override
        public int groupCount() {
            return groups.size();
        }
    }

    private static AudienceFilter compile(String filter) {
        try {
            return FilterLanguage.compile(filter);
        } catch (InvalidFilterException e) {
            throw new AssertionError(e.explain(filter), e);
        }
    }

    private static boolean alice(String filter) {
        return compile(filter).includes(ALICE);
    }

    private static boolean nobody(String filter) {
        return compile(filter).includes(NOBODY);
    }

    private static String refusal(String filter) {
        try {
            FilterLanguage.compile(filter);
        } catch (InvalidFilterException e) {
            return e.explain(filter);
        }
        throw new AssertionError("not refused: " + filter);
    }

    private static void assertSyntaxError(String filter, int position) {
        assertThat(refusal(filter))
                .isEqualTo("Invalid syntax for '" + filter + "': Syntax error at position " + position + " in '"
                        + filter + "'. (Parameter 'filter')");
    }

    @Nested
    class Values {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "userId eq 'Alice'",
                    "USERID eq 'Alice' and Connectionid eq 'c1'",
                    "userId ne 'alice'",
                    "'o''neil' in groups",
                    "'' eq ''",
                    "'''' eq ''''",
                    "-5 lt -4",
                    "9223372036854775807 gt -9223372036854775808",
                    "0007 eq 7",
                    "-0 eq 0",
                    "true",
                    "false eq false",
                    "null eq null",
                    "true ne false",
                    "groups eq groups",
                    "  true\t\r\n ",
                })
        void areReadAsTheyAreWritten(String filter) {
            assertThat(alice(filter)).isTrue();
        }

        @ParameterizedTest
        @ValueSource(strings = {"1 eq '1'", "true eq 'true'", "null eq false", "groups eq 'room1'", "null eq groups"})
        void ofDifferentTypesAreNotEqual(String filter) {
            assertThat(alice(filter)).isFalse();
            assertThat(alice(filter.replace(" eq ", " ne "))).isTrue();
        }

        @Test
        void thatAreAbsentAreNull() {
            assertThat(nobody("userId eq null")).isTrue();
            assertThat(nobody("null ne userId")).isFalse();
            assertThat(nobody("userId eq 'null'")).isFalse();
            assertThat(nobody("userId eq ''")).isFalse();
            assertThat(nobody("length(userId) eq null")).isTrue();
            assertThat(nobody("length(userId) eq userId")).isTrue();
            assertThat(alice("userId ne null")).isTrue();
        }
    }

    @Nested
    class Operators {
        @ParameterizedTest
        @CsvSource({
            "true or true and false, true",
            "(true or true) and false, false",
            "false and false or true, true",
            "1 lt 2 eq true, true",
            "true eq 1 gt 2, false",
            "not true or true, true",
            "not (true or true), false",
            "not true eq false, true",
            "not (1 eq 2), true",
            "not(1 eq 2)and(true), true",
            "1 eq 1 eq true ne false, true",
            "1 in (1) eq true, true"
        })
        void bindAsTheGrammarSays(String filter, boolean expected) {
            assertThat(alice(filter)).isEqualTo(expected);
        }

        @ParameterizedTest
        @CsvSource({"gt, false, false, true", "ge, false, true, true", "lt, true, false, false", "le, true, true, false"
        })
        void compareIntegers(String operator, boolean less, boolean same, boolean more) {
            assertThat(alice("1 " + operator + " 2")).isEqualTo(less);
            assertThat(alice("2 " + operator + " 2")).isEqualTo(same);
            assertThat(alice("3 " + operator + " 2")).isEqualTo(more);
            assertThat(alice("null " + operator + " 2")).isFalse();
            assertThat(alice("2 " + operator + " null")).isFalse();
            assertThat(nobody("length(userId) " + operator + " 0")).isFalse();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                quoteCharacter = '"',
                value = {
                    "userId in ('Bob','Alice'); true; false",
                    "userId in ('Bob'); false; false",
                    "userId in ('Alice', null, 7, true); true; true",
                    "userId in (1,2); false; false",
                    "length(groups) in (1,2,'x'); true; false",
                    "null in (1,null); true; true",
                    "true in (false,true); true; true",
                    "groups in ('room1'); false; false",
                    "'room1' in groups; true; false",
                    "'Room1' in groups; false; false",
                    "'room1' in (groups); true; false",
                    "tolower('ROOM1') in groups; true; false",
                    "userId in groups; false; false",
                    "1 in groups; false; false",
                    "null in groups; false; false"
                })
        void findValuesInListsAndCollections(String filter, boolean alice, boolean nobody) {
            assertThat(alice(filter)).isEqualTo(alice);
            assertThat(nobody(filter)).isEqualTo(nobody);
        }
    }

    @Nested
    class Functions {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "length(userId) eq 5",
                    "length('') eq 0",
                    "length(groups) eq 2",
                    "length(null) eq null",
                    "tolower(userId) eq 'alice'",
                    "toupper(userId) eq 'ALICE'",
                    "tolower('TITLE') eq 'title'",
                    "trim(' a b\t') eq 'a b'",
                    "trim(null) eq null",
                    "contains(userId, 'lic')",
                    "not contains(userId, 'LIC')",
                    "contains(userId, '')",
                    "not contains(userId, null)",
                    "startswith(userId,'Al')",
                    "not startswith(userId,'al')",
                    "endswith(userId,'ce')",
                    "indexof(userId,'ice') eq 2",
                    "indexof(userId,'x') eq -1",
                    "indexof(null,'x') eq -1",
                    "concat(userId,'!') eq 'Alice!'",
                    "concat(null,'a') eq 'a'",
                    "concat(null,null) eq ''",
                    "concat(concat('a','b'),userId) eq 'abAlice'",
                    "substring(userId,1) eq 'lice'",
                    "substring(userId,1,2) eq 'li'",
                    "substring(userId,5) eq ''",
                    "substring(userId,0,0) eq ''",
                    "substring(userId,6) eq null",
                    "substring(userId,-1) eq null",
                    "substring(userId,1,5) eq null",
                    "substring(userId,1,-1) eq null",
                    "substring(userId,9223372036854775807,9223372036854775807) eq null",
                    "substring(userId,null) eq null",
                    "substring(userId,0,null) eq null",
                    "substring(null,0) eq null",
                    "startswith (  userId , 'A' )"
                })
        void giveWhatTheContractSays(String filter) {
            assertThat(alice(filter)).isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "contains(userId,'a')",
                    "startswith(userId,'')",
                    "endswith(userId,'')",
                    "tolower(userId) ne null",
                    "trim(userId) ne null",
                    "indexof(userId,'') ne -1",
                    "concat(userId,'a') ne 'a'",
                    "substring(userId,0) ne null",
                    "length(groups) ne 0"
                })
        void areHarmlessWithoutAUser(String filter) {
            assertThat(nobody(filter)).isFalse();
        }

        @Test
        void doNotDependOnTheMachinesLanguage() {
            Locale before = Locale.getDefault();
            Locale.setDefault(Locale.of("tr", "TR"));
            try {
                assertThat(compile("tolower('I') eq 'i' and toupper('i') eq 'I'")
                                .includes(ALICE))
                        .isTrue();
            } finally {
                Locale.setDefault(before);
            }
        }
    }

    @Nested
    class SyntaxErrors {
        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                quoteCharacter = '"',
                value = {
                    "invalid filter; 14",
                    "userId eq; 9",
                    "userId eq 'a; 12",
                    "userId eq 'a''; 14",
                    "userId = 'a'; 8",
                    "(true; 5",
                    "true); 5",
                    "true true; 9",
                    "'a' in (); 9",
                    "'a' in ('a' 'b'); 15",
                    "'a' in ('a',); 13",
                    "'a' in ('a',userId); 18",
                    "1.5 gt 1; 2",
                    "1a eq 1; 2",
                    "- 1 eq 1; 1",
                    "9223372036854775808 gt 1; 19",
                    "not not true; 7",
                    "and; 3",
                    "true and or; 11",
                    "length() eq 1; 8",
                    "length(userId,1) eq 1; 16",
                    "contains(userId); 16",
                    "groups/any(x: x eq 'a'); 7",
                    "userId eq $it; 11",
                    "userId EQ 'a'; 9",
                    "\u00fc eq 1; 1"
                })
        void nameThePlaceBehindWhatDoesNotBelong(String filter, int position) {
            assertSyntaxError(filter, position);
        }

        @ParameterizedTest
        @ValueSource(strings = {" ", "\t", "   "})
        void areBlankFilters(String filter) {
            assertSyntaxError(filter, filter.length());
        }
    }

    @Nested
    class TypeErrors {
        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                quoteCharacter = '"',
                value = {
                    "userId; string; bool",
                    "1; int; bool",
                    "null; null; bool",
                    "groups; collection; bool",
                    "not userId eq 'a'; string; bool",
                    "true and 1; int; bool",
                    "null or true; null; bool",
                    "userId gt 'a'; string; int",
                    "true lt 1; bool; int",
                    "1 le groups; collection; int",
                    "'a' in userId; string; collection",
                    "'a' in ('a' eq 'b'); bool; collection",
                    "length(1) eq 1; int; string",
                    "length(true) eq 1; bool; string",
                    "tolower(groups) eq 'a'; collection; string",
                    "contains(groups,'a'); collection; string",
                    "contains('a',1); int; string",
                    "substring('a','b') eq 'a'; string; int",
                    "substring('a',0,true) eq 'a'; bool; int",
                    "concat(1,'a') eq 'a'; int; string"
                })
        void nameBothTypes(String filter, String actual, String expected) {
            assertThat(refusal(filter))
                    .isEqualTo("Invalid syntax for '" + filter + "': Type '" + actual + "', expect '" + expected
                            + "'. (Parameter 'filter')");
        }
    }

    @Nested
    class UnknownWords {
        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                quoteCharacter = '"',
                value = {
                    "protocol eq 'a'; protocol",
                    "invalid eq 1; invalid",
                    "True; True",
                    "any(groups) eq 1; any",
                    "StartsWith(userId,'a'); StartsWith",
                    "year(userId) eq 1; year"
                })
        void areNamed(String filter, String word) {
            assertThat(refusal(filter))
                    .isEqualTo("Invalid syntax for '" + filter + "': Token '" + word
                            + "' is not supported. (Parameter 'filter')");
        }
    }

    @Nested
    class Sizes {
        @Test
        void ofNestingAreLimitedTo100() {
            assertThat(alice("(".repeat(100) + "true" + ")".repeat(100))).isTrue();
            assertThat(alice("tolower(".repeat(99) + "'A'" + ")".repeat(99) + " eq 'a'"))
                    .isTrue();
            assertThat(refusal("(".repeat(101) + "true" + ")".repeat(101))).contains("100 levels");
            assertThat(refusal("not(".repeat(101) + "true" + ")".repeat(101))).contains("100 levels");
            assertThat(refusal("tolower(".repeat(101) + "'A'" + ")".repeat(101) + " eq 'a'"))
                    .contains("100 levels");
        }

        @Test
        void ofChainsOfComparisonsAreLimitedToo() {
            assertThat(alice("true" + " eq true".repeat(101))).isTrue();
            assertThat(refusal("true" + " eq true".repeat(102))).contains("100 levels");
            assertThat(refusal("1" + " gt 1".repeat(102))).contains("100 levels");
        }

        @Test
        void ofFlatExpressionsAreNot() {
            String many = "userId eq 'x' or ".repeat(20_000);

            assertThat(alice(many + "true")).isTrue();
            assertThat(alice("true and ".repeat(20_000) + "true")).isTrue();
            assertThat(alice("userId in ('x'" + ",'y'".repeat(20_000) + ",'Alice')"))
                    .isTrue();
        }

        @Test
        void ofWhatAnErrorQuotesAreBounded() {
            assertThat(refusal("userId eq '" + "x".repeat(100_000))).hasSizeLessThan(3000);
        }

        @Test
        void ofUnclosedNestingDoNotExhaustTheStack() {
            assertThatExceptionOfType(InvalidFilterException.class)
                    .isThrownBy(() -> FilterLanguage.compile("(".repeat(500_000)));
            assertThatCode(() -> FilterLanguage.compile("((true) or ".repeat(90) + "true" + ")".repeat(90)))
                    .doesNotThrowAnyException();
        }
    }

    @Nested
    class Asking {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "userId eq 'Alice' and connectionId ne 'x' and not ('muted' in groups)",
                    "length(groups) gt 2 or startswith(userId,'Bo') or contains(userId,'-vip')",
                    "userId in ('a','b') or indexof(userId,concat('a','b')) ge 0 or length(userId) in (1,2)",
                    "tolower(connectionId) eq tolower('C2')"
                })
        void makesNoObjects(String filter) {
            AudienceFilter compiled = compile(filter);
            com.sun.management.ThreadMXBean threads =
                    (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            long thread = Thread.currentThread().threadId();
            ask(compiled, 20_000);

            long before = threads.getThreadAllocatedBytes(thread);
            int included = ask(compiled, 10_000);
            long bytes = threads.getThreadAllocatedBytes(thread) - before;

            assertThat(included).isBetween(0, 20_000);
            // Ten thousand objects would be 160,000 bytes at least; the measuring itself makes some.
            assertThat(bytes).isLessThan(10_000);
        }

        private static int ask(AudienceFilter filter, int times) {
            int included = 0;
            for (int i = 0; i < times; i++) {
                included += filter.includes(ALICE) ? 1 : 0;
                included += filter.includes(NOBODY) ? 1 : 0;
            }
            return included;
        }
    }
}
