package dev.groundwave.wire.event;

import dev.groundwave.wire.Bytes;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The bodies of system events.
 *
 * <p>Written through characters: a claim may hold a lone surrogate, which Jackson's byte writer refuses. Source:
 * events-and-operations.md, sections 1.8, 1.9 and 1.12.
 */
final class EventBodies {
    static final Bytes EMPTY = Bytes.utf8("{}");

    private static final JsonFactory JSON = new JsonFactory();

    private EventBodies() {}

    /** All members are there, also empty ones: handlers index them without looking. */
    static Bytes connect(UpstreamEvent.Connect connect) {
        StringWriter text = new StringWriter(512);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            lists(json, "claims", connect.claims());
            lists(json, "query", connect.query());
            lists(json, "headers", connect.headers());
            json.writeName("subprotocols");
            strings(json, connect.subprotocols());
            json.writeName("clientCertificates");
            json.writeStartArray();
            for (ClientCertificate certificate : connect.clientCertificates()) {
                json.writeStartObject();
                json.writeStringProperty("thumbprint", certificate.thumbprint());
                json.writeStringProperty("content", certificate.content());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return Bytes.utf8(text.toString());
    }

    static Bytes disconnected(String reason) {
        return only("reason", reason);
    }

    static Bytes presence(String group) {
        return only("group", group);
    }

    private static Bytes only(String name, String value) {
        StringWriter text = new StringWriter(64);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty(name, value);
            json.writeEndObject();
        }
        return Bytes.utf8(text.toString());
    }

    private static void lists(JsonGenerator json, String name, Map<String, List<String>> lists) {
        json.writeName(name);
        json.writeStartObject();
        for (Map.Entry<String, List<String>> entry : lists.entrySet()) {
            json.writeName(entry.getKey());
            strings(json, entry.getValue());
        }
        json.writeEndObject();
    }

    private static void strings(JsonGenerator json, List<String> values) {
        json.writeStartArray();
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
