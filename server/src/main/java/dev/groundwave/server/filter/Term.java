package dev.groundwave.server.filter;

import dev.groundwave.hub.command.Candidate;
import org.jspecify.annotations.Nullable;

/**
 * A part of a compiled filter, of a known type; asked of one connection after the other.
 *
 * <p>Immutable and safe for all threads. A term makes no objects when it is asked, save where a function makes a string
 * that was not there before.
 */
sealed interface Term {
    /** The type's name in errors. */
    String type();

    /** Whether the value is null. */
    boolean isNull(Candidate candidate);

    /** True or false, never null. */
    non-sealed interface Bool extends Term {
        /** The value. */
        boolean test(Candidate candidate);

        @Override
        default String type() {
            return "bool";
        }

        @Override
        default boolean isNull(Candidate candidate) {
            return false;
        }
    }

    /** A string or null. */
    non-sealed interface Text extends Term {
        /** The value. */
        @Nullable
        String text(Candidate candidate);

        @Override
        default String type() {
            return "string";
        }

        @Override
        default boolean isNull(Candidate candidate) {
            return text(candidate) == null;
        }
    }

    /** An integer; null where a subtype says so. */
    non-sealed interface Int extends Term {
        /** The value; without meaning when it is null. */
        long value(Candidate candidate);

        @Override
        default String type() {
            return "int";
        }

        @Override
        default boolean isNull(Candidate candidate) {
            return false;
        }
    }

    /** The connection's groups. */
    record Groups() implements Term {
        @Override
        public String type() {
            return "collection";
        }

        @Override
        public boolean isNull(Candidate candidate) {
            return false;
        }
    }

    /** The literal null, which fits wherever a string or an integer does. */
    record Null() implements Term {
        @Override
        public String type() {
            return "null";
        }

        @Override
        public boolean isNull(Candidate candidate) {
            return true;
        }
    }

    /** A string that is the same for every connection. */
    record ConstantText(@Nullable String value) implements Text {
        @Override
        public @Nullable String text(Candidate candidate) {
            return value;
        }
    }

    /** An integer that is the same for every connection. */
    record ConstantInt(long value) implements Int {
        @Override
        public long value(Candidate candidate) {
            return value;
        }
    }

    /** An integer that is null for every connection. */
    record NullInt() implements Int {
        @Override
        public long value(Candidate candidate) {
            return 0;
        }

        @Override
        public boolean isNull(Candidate candidate) {
            return true;
        }
    }

    /** How long a string is. */
    record Length(Text of) implements Int {
        @Override
        public long value(Candidate candidate) {
            String text = of.text(candidate);
            return text == null ? 0 : text.length();
        }

        @Override
        public boolean isNull(Candidate candidate) {
            return of.isNull(candidate);
        }
    }
}
