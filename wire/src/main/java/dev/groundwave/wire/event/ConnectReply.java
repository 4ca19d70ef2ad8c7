package dev.groundwave.wire.event;

import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.GroupName;
import dev.groundwave.wire.WireLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The body of an answer to a connect event while it is read. Source: events-and-operations.md, section 1.9. */
final class ConnectReply {
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonParser parser;
    private @Nullable String userId;
    private @Nullable List<String> roles;
    private List<String> groups = List.of();
    private @Nullable String subprotocol;

    private ConnectReply(JsonParser parser) {
        this.parser = parser;
    }

    /** What the body says; nothing and {@code null} say nothing. A body against the contract is an exception. */
    static UpstreamReply.Accepted read(Bytes body, Optional<ConnectionState> state) {
        if (body.size() == 0) {
            return new UpstreamReply.Accepted(Optional.empty(), Optional.empty(), List.of(), Optional.empty(), state);
        }
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body.asUtf8())) {
            ConnectReply reply = new ConnectReply(parser);
            reply.document();
            return new UpstreamReply.Accepted(
                    Optional.ofNullable(reply.userId),
                    Optional.ofNullable(reply.roles),
                    reply.groups,
                    Optional.ofNullable(reply.subprotocol),
                    state);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the body is not JSON");
        }
    }

    private void document() {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_OBJECT) {
            members();
        } else if (first != JsonToken.VALUE_NULL) {
            throw new IllegalArgumentException("the body is no JSON object");
        }
        if (parser.nextToken() != null) {
            throw new IllegalArgumentException("the body is more than one JSON value");
        }
    }

    private void members() {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            switch (name) {
                case "userId" -> userId = userId();
                case "roles" -> roles = strings("roles");
                case "groups" -> groups = groups();
                case "subprotocol" -> subprotocol = string("subprotocol");
                default -> parser.skipChildren();
            }
        }
    }

    private @Nullable String userId() {
        String id = string("userId");
        if (id != null && id.length() > WireLimits.MAX_USER_ID_CHARS) {
            throw new IllegalArgumentException("userId is too long");
        }
        return id;
    }

    private List<String> groups() {
        List<String> names = strings("groups");
        if (names == null) {
            return List.of();
        }
        if (!names.stream().allMatch(GroupName::isValid)) {
            throw new IllegalArgumentException("groups has an invalid name");
        }
        return names;
    }

    private @Nullable String string(String member) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token != JsonToken.VALUE_STRING) {
            throw new IllegalArgumentException(member + " is no string");
        }
        return parser.getString();
    }

    private @Nullable List<String> strings(String member) {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new IllegalArgumentException(member + " is no array");
        }
        List<String> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw new IllegalArgumentException(member + " has an entry that is no string");
            }
            values.add(parser.getString());
        }
        return values;
    }
}
