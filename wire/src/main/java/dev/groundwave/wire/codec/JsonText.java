package dev.groundwave.wire.codec;

import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.WireLimits;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/**
 * Tells whether bytes are the JSON of a payload, for those who get it as bytes from elsewhere.
 *
 * <p>Stateless and safe for all threads.
 */
public final class JsonText {
    private final JsonFactory factory = JsonSource.factory(WireLimits.MAX_JSON_DEPTH);

    /** A check; one is enough for a whole program. */
    public JsonText() {}

    /**
     * Whether the bytes are UTF-8 and exactly one well-formed value other than null, nested up to
     * {@link WireLimits#MAX_JSON_DEPTH} deep.
     */
    public boolean isPayload(byte[] utf8) {
        try (JsonSource source = JsonSource.open(utf8, 0, utf8.length, factory)) {
            JsonParser parser = source.parser();
            JsonToken first = parser.nextToken();
            if (first == null || first == JsonToken.VALUE_NULL) {
                return false;
            }
            source.skipValue();
            return parser.nextToken() == null;
        } catch (MalformedMessageException | JacksonException e) {
            return false;
        }
    }
}
