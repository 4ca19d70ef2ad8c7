package dev.groundwave.server.rest;

import dev.groundwave.hub.command.AudienceFilter;
import dev.groundwave.wire.GroupName;
import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The body of a call that changes the groups of many connections, checked as a whole before anything changes.
 *
 * <p>Names of members are the same in any letter case; of a repeated one the last counts. Source: rest-api.md, section
 * 5.7.
 *
 * @param groups valid and at least one
 */
record GroupChange(Set<String> groups, AudienceFilter filter) {
    private static final String GROUPS = "Groups";
    private static final String FILTER = "Filter";

    /**
     * Reads a body.
     *
     * @param json one well-formed value
     */
    static GroupChange parse(String json) throws BadRequestException {
        Set<String> groups = Set.of();
        String filter = "";
        try (JsonParser parser = JsonText.parser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadRequestException(RestError.badRequest("The request body is not a JSON object."));
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String member = parser.currentName();
                JsonToken value = parser.nextToken();
                if (member.equalsIgnoreCase(GROUPS)) {
                    groups = groups(parser, value);
                } else if (member.equalsIgnoreCase(FILTER)) {
                    filter = filter(parser, value);
                } else {
                    parser.skipChildren();
                }
            }
        }
        if (groups.isEmpty()) {
            throw badGroups();
        }
        return new GroupChange(groups, Filters.compile(filter, FILTER));
    }

    private static Set<String> groups(JsonParser parser, JsonToken first) throws BadRequestException {
        if (first != JsonToken.START_ARRAY) {
            throw badGroups();
        }
        Set<String> groups = new LinkedHashSet<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_STRING || !GroupName.isValid(parser.getString())) {
                throw badGroups();
            }
            groups.add(parser.getString());
        }
        return groups;
    }

    private static String filter(JsonParser parser, JsonToken value) throws BadRequestException {
        return switch (value) {
            case VALUE_NULL -> "";
            case VALUE_STRING -> parser.getString();
            default -> throw new BadRequestException(RestError.invalid(FILTER, "The filter is not a string."));
        };
    }

    private static BadRequestException badGroups() {
        return new BadRequestException(RestError.invalid(GROUPS, RestError.GROUP_NAME_RULE));
    }
}
