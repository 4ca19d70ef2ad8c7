package dev.groundwave.server.listener;

import dev.groundwave.server.settings.HeaderStyle;
import dev.groundwave.server.settings.KafkaEndpoint;
import dev.groundwave.wire.event.CloudEventAttributes;
import dev.groundwave.wire.event.UpstreamEvent;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Makes records of events: key, value and headers.
 *
 * <p>The key is the connection's id, so that one partition gets all its events and keeps their order. Source:
 * events-and-operations.md, sections 2.1 and 2.2.
 */
final class KafkaRecords {
    private static final String CONTENT_TYPE = "content-type";

    private final String topic;
    private final HeaderStyle style;

    KafkaRecords(KafkaEndpoint endpoint) {
        this.topic = endpoint.topic();
        this.style = endpoint.headerStyle();
    }

    ProducerRecord<byte[], byte[]> of(RaisedEvent raised) {
        UpstreamEvent event = raised.event();
        ProducerRecord<byte[], byte[]> made = new ProducerRecord<>(
                topic,
                null,
                raised.time().toEpochMilli(),
                utf8(event.client().connectionId()),
                event.body().toArray());
        Headers headers = made.headers();
        headers.add(CONTENT_TYPE, utf8(event.contentType()));
        for (Map.Entry<String, String> attribute : CloudEventAttributes.of(event, raised.time())) {
            headers.add(style.prefix() + attribute.getKey().toLowerCase(Locale.ROOT), utf8(attribute.getValue()));
        }
        for (Map.Entry<String, String> metadata : CloudEventAttributes.metadata(event)) {
            headers.add(metadata.getKey(), utf8(metadata.getValue()));
        }
        return made;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
