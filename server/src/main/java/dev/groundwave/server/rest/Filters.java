package dev.groundwave.server.rest;

import dev.groundwave.hub.command.AudienceFilter;
import dev.groundwave.server.filter.FilterLanguage;
import dev.groundwave.server.filter.InvalidFilterException;

/** Where a request may carry a filter, an empty one is none. Source: rest-api.md, sections 5.7 and 6. */
final class Filters {
    private Filters() {}

    /**
     * The filter of a request, or its refusal.
     *
     * @param parameter where it stands, for the refusal
     */
    static AudienceFilter compile(String text, String parameter) throws BadRequestException {
        if (text.isEmpty()) {
            return AudienceFilter.EVERYONE;
        }
        try {
            return FilterLanguage.compile(text);
        } catch (InvalidFilterException e) {
            throw new BadRequestException(RestError.invalid(parameter, e.explain(text)));
        }
    }
}
