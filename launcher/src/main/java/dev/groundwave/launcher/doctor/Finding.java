package dev.groundwave.launcher.doctor;

/**
 * One thing that is to be said of a handler.
 *
 * @param fix what to do about it; empty for nothing
 */
public record Finding(Kind kind, String text, String fix) {
    /** How bad it is. */
    public enum Kind {
        /** Not at all. */
        GOOD,
        /** Worth knowing. */
        NOTE,
        /** Events do not arrive. */
        PROBLEM
    }

    static Finding good(String text) {
        return new Finding(Kind.GOOD, text, "");
    }

    static Finding note(String text, String fix) {
        return new Finding(Kind.NOTE, text, fix);
    }

    static Finding problem(String text, String fix) {
        return new Finding(Kind.PROBLEM, text, fix);
    }
}
