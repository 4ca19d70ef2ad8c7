package dev.groundwave.launcher.doctor;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads the page of deliveries; members that it does not know are of a later version, and left out. */
final class HandlerLogReader {
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonParser parser;

    private HandlerLogReader(JsonParser parser) {
        this.parser = parser;
    }

    /** All handlers; empty when the page is not one. */
    static Optional<List<HandlerLog>> read(byte[] page) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), page)) {
            return new HandlerLogReader(parser).page();
        } catch (JacksonException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private Optional<List<HandlerLog>> page() {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return Optional.empty();
        }
        Optional<List<HandlerLog>> handlers = Optional.empty();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            if (parser.nextToken() == JsonToken.START_ARRAY && name.equals("handlers")) {
                List<HandlerLog> all = new ArrayList<>();
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    all.add(handler());
                }
                handlers = Optional.of(all);
            } else {
                parser.skipChildren();
            }
        }
        return handlers;
    }

    private HandlerLog handler() {
        Map<String, String> scalars = new HashMap<>();
        Optional<HandlerLog.Entry> validation = Optional.empty();
        List<HandlerLog.Entry> deliveries = new ArrayList<>();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken token = parser.nextToken();
            if (name.equals("validation") && token == JsonToken.START_OBJECT) {
                validation = Optional.of(entry());
            } else if (name.equals("deliveries") && token == JsonToken.START_ARRAY) {
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    deliveries.add(entry());
                }
            } else {
                keep(scalars, name, token);
            }
        }
        return new HandlerLog(
                scalars.getOrDefault("hub", ""),
                scalars.getOrDefault("urlTemplate", ""),
                new HandlerLog.Counts(
                        number(scalars, "delivered"),
                        number(scalars, "failed"),
                        number(scalars, "retried"),
                        number(scalars, "dropped")),
                validation,
                deliveries);
    }

    private HandlerLog.Entry entry() {
        Map<String, String> scalars = new HashMap<>();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            keep(scalars, name, parser.nextToken());
        }
        return new HandlerLog.Entry(
                Instant.parse(scalars.getOrDefault("time", "")),
                scalars.getOrDefault("event", ""),
                scalars.getOrDefault("connectionId", ""),
                scalars.getOrDefault("outcome", ""),
                (int) number(scalars, "status"),
                scalars.getOrDefault("reason", ""),
                (int) number(scalars, "attempts"));
    }

    private void keep(Map<String, String> scalars, String name, JsonToken token) {
        if (token.isScalarValue()) {
            scalars.put(name, parser.getString());
        } else {
            parser.skipChildren();
        }
    }

    private static long number(Map<String, String> scalars, String name) {
        String text = scalars.getOrDefault(name, "0");
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }
}
