package dev.groundwave.service;

import dev.groundwave.wire.Bytes;
import java.io.StringWriter;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The JSON bodies of requests and answers.
 *
 * <p>Readers ignore members they do not know. Source: rest-api.md, sections 5.7, 5.9, 5.10, 7 and 8.
 */
final class ServiceJson {
    static final String CONTENT_TYPE = "application/json";

    private static final JsonFactory FACTORY = new JsonFactory();

    private ServiceJson() {}

    /** What both forms of an error body have in common; each may be absent. */
    record ErrorBody(Optional<String> code, Optional<String> message, Optional<String> target) {
        static final ErrorBody NONE = new ErrorBody(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** An answer that is not what the contract says. */
    static final class UnreadableException extends Exception {
        UnreadableException(String rule) {
            super(rule);
        }
    }

    /** The body that adds to or removes from groups. */
    static Call.Body groups(List<String> groups, Optional<Filter> filter) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartObject();
            out.writeArrayPropertyStart("groups");
            groups.forEach(out::writeString);
            out.writeEndArray();
            filter.ifPresent(present -> out.writeStringProperty("filter", present.text()));
            out.writeEndObject();
        }
        return new Call.Body(CONTENT_TYPE, Bytes.utf8(text.toString()));
    }

    /** Reads either form of error; anything else, such as a proxy's page, tells nothing. */
    static ErrorBody error(Bytes body) {
        try (JsonParser in = open(body)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return ErrorBody.NONE;
            }
            Map<String, String> members = strings(in);
            return new ErrorBody(
                    Optional.ofNullable(members.get("code")),
                    Optional.ofNullable(members.get("message")),
                    Optional.ofNullable(members.get("target")));
        } catch (JacksonException e) {
            return ErrorBody.NONE;
        }
    }

    static String token(Bytes body) throws UnreadableException {
        try (JsonParser in = open(body)) {
            expect(in.nextToken() == JsonToken.START_OBJECT, "the answer is no JSON object");
            String token = strings(in).get("token");
            if (token == null) {
                throw new UnreadableException("the answer has no token");
            }
            return token;
        } catch (JacksonException e) {
            throw new UnreadableException("the answer is not JSON");
        }
    }

    static ConnectionPage page(Bytes body) throws UnreadableException {
        try (JsonParser in = open(body)) {
            expect(in.nextToken() == JsonToken.START_OBJECT, "the answer is no JSON object");
            List<GroupMember> members = List.of();
            Optional<ListOptions> next = Optional.empty();
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = in.currentName();
                JsonToken value = in.nextToken();
                if (name.equals("value")) {
                    members = members(in);
                } else if (name.equals("nextLink") && value == JsonToken.VALUE_STRING) {
                    next = Optional.of(next(in.getString()));
                } else {
                    in.skipChildren();
                }
            }
            return new ConnectionPage(members, next);
        } catch (JacksonException e) {
            throw new UnreadableException("the answer is not JSON");
        }
    }

    private static List<GroupMember> members(JsonParser in) throws UnreadableException {
        expect(in.currentToken() == JsonToken.START_ARRAY, "the page has no array of members");
        List<GroupMember> members = new ArrayList<>();
        while (in.nextToken() == JsonToken.START_OBJECT) {
            Map<String, String> member = strings(in);
            String connectionId = member.get("connectionId");
            if (connectionId == null) {
                throw new UnreadableException("a member has no connection id");
            }
            members.add(new GroupMember(connectionId, Optional.ofNullable(member.get("userId"))));
        }
        expect(in.currentToken() == JsonToken.END_ARRAY, "a member is no JSON object");
        return members;
    }

    /** The string members of the object that was just opened, up to its end. */
    private static Map<String, String> strings(JsonParser in) {
        Map<String, String> members = new HashMap<>();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            if (in.nextToken() == JsonToken.VALUE_STRING) {
                members.put(name, in.getString());
            } else {
                in.skipChildren();
            }
        }
        return members;
    }

    /**
     * What the link to the next page asks for.
     *
     * <p>Only its parameters are used. Scheme, host and path stay those of the endpoint, so that a link into the wide
     * world, or to plain http behind a proxy that ends TLS, never gets a signed request.
     */
    private static ListOptions next(String link) throws UnreadableException {
        try {
            Map<String, String> query = query(URI.create(link).getRawQuery());
            String token = query.get("continuationToken");
            if (token == null) {
                throw new UnreadableException("the link to the next page has no continuation token");
            }
            return new ListOptions(number(query.get("maxpagesize")), number(query.get("top")), Optional.of(token));
        } catch (IllegalArgumentException e) {
            throw new UnreadableException("the link to the next page is no URL");
        }
    }

    private static Map<String, String> query(@Nullable String rawQuery) {
        Map<String, String> values = new HashMap<>();
        for (String pair : rawQuery == null ? new String[0] : rawQuery.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                String value = URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
                values.put(pair.substring(0, equals), value);
            }
        }
        return values;
    }

    private static OptionalInt number(@Nullable String text) {
        return text == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    }

    private static JsonParser open(Bytes body) {
        return FACTORY.createParser(ObjectReadContext.empty(), body.asUtf8());
    }

    private static void expect(boolean holds, String otherwise) throws UnreadableException {
        if (!holds) {
            throw new UnreadableException(otherwise);
        }
    }
}
