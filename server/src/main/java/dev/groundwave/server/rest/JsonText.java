package dev.groundwave.server.rest;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON bodies, and tells whether a text is JSON. */
final class JsonText {
    /** Enough for anything but an attack, and less than our own client reads with an envelope around it. */
    private static final int MAX_DEPTH = 500;

    /** Names, numbers and strings may be as long as a body; nothing that input can fill is shared between parsers. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private JsonText() {}

    /** Reads a text that may be as long as a body. */
    static JsonParser parser(String text) {
        return FACTORY.createParser(ObjectReadContext.empty(), text);
    }

    /** Whether the text is exactly one well-formed value, with nothing but white space around it. */
    static boolean isOneValue(String text) {
        try (JsonParser parser = parser(text)) {
            return parser.nextToken() != null && parser.skipChildren().nextToken() == null;
        } catch (JacksonException e) {
            return false;
        }
    }
}
