package dev.groundwave.server.rest;

import java.util.List;
import java.util.Map;

/** The versions of the API: all do the same, so a version is checked and then forgotten. Source: rest-api.md, section 2. */
final class ApiVersions {
    static final String PARAMETER = "api-version";

    private static final List<String> SUPPORTED =
            List.of("2021-10-01", "2022-11-01", "2023-07-01", "2024-01-01", "2024-12-01");

    /** What an absent version stands for. */
    static final String NEWEST = SUPPORTED.getLast();

    /** What every answer about a hub carries, the validation form and the missing token excepted. */
    static final Map.Entry<String, String> HEADER = Map.entry("api-supported-versions", String.join(", ", SUPPORTED));

    private ApiVersions() {}

    /** Refuses an unknown version and a repeated one; an absent one stands for the newest. */
    static void check(QueryParameters query) throws BadRequestException {
        List<String> values = query.all(PARAMETER);
        if (values.size() > 1 || !SUPPORTED.containsAll(values)) {
            throw new BadRequestException(
                    RestError.badRequest("The specified API version is not supported.", PARAMETER));
        }
    }
}
