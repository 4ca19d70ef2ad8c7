package dev.groundwave.server.admin;

import dev.groundwave.server.deliveries.Delivery;
import dev.groundwave.server.deliveries.HandlerDeliveries;
import dev.groundwave.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What became of events, as JSON: a list of handlers, each with its newest events first. */
final class DeliveriesPage {
    private static final JsonFactory JSON = new JsonFactory();

    private DeliveriesPage() {}

    static Bytes write(List<HandlerDeliveries> all) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
            out.writeStartObject();
            out.writeArrayPropertyStart("handlers");
            all.forEach(handler -> write(out, handler));
            out.writeEndArray();
            out.writeEndObject();
        }
        return Bytes.wrap(bytes.toByteArray());
    }

    private static void write(JsonGenerator out, HandlerDeliveries handler) {
        out.writeStartObject();
        out.writeStringProperty("hub", handler.hub());
        out.writeStringProperty("urlTemplate", handler.urlTemplate());
        out.writeNumberProperty("delivered", handler.counts().delivered());
        out.writeNumberProperty("failed", handler.counts().failed());
        out.writeNumberProperty("retried", handler.counts().retried());
        out.writeNumberProperty("dropped", handler.counts().dropped());
        if (handler.validation().isPresent()) {
            out.writeName("validation");
            write(out, handler.validation().get());
        } else {
            out.writeNullProperty("validation");
        }
        out.writeArrayPropertyStart("deliveries");
        handler.last().forEach(each -> write(out, each));
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, Delivery delivery) {
        out.writeStartObject();
        out.writeStringProperty("time", delivery.time().toString());
        if (delivery.kind() != Delivery.Kind.VALIDATION) {
            out.writeStringProperty("event", delivery.event());
            out.writeStringProperty("type", delivery.kind() == Delivery.Kind.USER ? "user" : "sys");
            out.writeStringProperty("connectionId", delivery.connectionId());
        }
        out.writeStringProperty("outcome", delivery.outcome().name().toLowerCase(Locale.ROOT));
        if (delivery.status() > 0) {
            out.writeNumberProperty("status", delivery.status());
        }
        if (delivery.failure().isPresent()) {
            out.writeStringProperty("failure", delivery.failure().get().word());
            out.writeStringProperty("reason", delivery.failure().get().text());
        }
        out.writeNumberProperty("attempts", delivery.attempts());
        out.writeNumberProperty("milliseconds", delivery.took().toMillis());
        out.writeEndObject();
    }
}
