package dev.groundwave.server.filter;

import dev.groundwave.hub.command.AudienceFilter;

/** The filter language's way in. Source: rest-api.md, section 6. */
public final class FilterLanguage {
    private FilterLanguage() {}

    /**
     * Compiles a filter.
     *
     * @throws InvalidFilterException when the text is no filter, a blank one included
     */
    public static AudienceFilter compile(String text) throws InvalidFilterException {
        Term.Bool condition = FilterCompiler.compile(FilterParser.parse(text));
        return condition::test;
    }
}
