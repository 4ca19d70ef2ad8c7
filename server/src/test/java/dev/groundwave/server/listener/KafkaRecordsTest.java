package dev.groundwave.server.listener;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.settings.HeaderStyle;
import dev.groundwave.server.settings.KafkaEndpoint;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.event.UpstreamEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Source: events-and-operations.md, sections 1.8, 2.1 and 2.2. */
final class KafkaRecordsTest {
    private static ProducerRecord<byte[], byte[]> of(UpstreamEvent event, HeaderStyle style) {
        return new KafkaRecords(new KafkaEndpoint("localhost:9092", "topic-1", Map.of(), style))
                .of(Raised.raised(event));
    }

    private static List<String> headers(ProducerRecord<byte[], byte[]> made) {
        List<String> lines = new ArrayList<>();
        made.headers().forEach(header -> lines.add(header.key() + "=" + new String(header.value(), UTF_8)));
        return lines;
    }

    @Test
    void aUserEventTellsEverythingInTheBindingOfCloudEvents() {
        ProducerRecord<byte[], byte[]> made =
                of(Raised.user(7, Payload.jsonRaw("{\"a\":1.0}"), Map.of("Trace", "x, y")), HeaderStyle.KAFKA);

        assertThat(made.topic()).isEqualTo("topic-1");
        assertThat(made.partition()).isNull();
        assertThat(made.key()).asString(UTF_8).isEqualTo("conn-1");
        assertThat(made.value()).asString(UTF_8).isEqualTo("{\"a\":1.0}");
        assertThat(made.timestamp()).isEqualTo(Raised.TIME.toEpochMilli());
        assertThat(headers(made))
                .containsExactly(
                        "content-type=application/json",
                        "ce_specversion=1.0",
                        "ce_awpsversion=1.0",
                        "ce_type=azure.webpubsub.user.Order.New",
                        "ce_source=/hubs/Chat/client/conn-1",
                        "ce_id=7",
                        "ce_time=2026-11-21T10:20:30Z",
                        "ce_hub=Chat",
                        "ce_connectionid=conn-1",
                        "ce_eventname=Order.New",
                        "ce_userid=Zoë",
                        "ce_subprotocol=json.webpubsub.azure.v1",
                        "ce_connectionstate=kept",
                        "x-webpubsub-metadata-trace=x, y");
    }

    @Test
    void theAzureStyleHasTheNamesOfTheHostedService() {
        assertThat(headers(of(Raised.user(7, Payload.text("hi"), Map.of("Trace", "x")), HeaderStyle.AZURE)))
                .containsExactly(
                        "content-type=text/plain; charset=utf-8",
                        "cloudEvents:specversion=1.0",
                        "cloudEvents:awpsversion=1.0",
                        "cloudEvents:type=azure.webpubsub.user.Order.New",
                        "cloudEvents:source=/hubs/Chat/client/conn-1",
                        "cloudEvents:id=7",
                        "cloudEvents:time=2026-11-21T10:20:30Z",
                        "cloudEvents:hub=Chat",
                        "cloudEvents:connectionid=conn-1",
                        "cloudEvents:eventname=Order.New",
                        "cloudEvents:userid=Zoë",
                        "cloudEvents:subprotocol=json.webpubsub.azure.v1",
                        "cloudEvents:connectionstate=kept",
                        "x-webpubsub-metadata-trace=x");
    }

    @Test
    void systemEventsHaveTheBodiesOfWebhooksAndLeaveOutWhatIsNotKnown() {
        ProducerRecord<byte[], byte[]> connected = of(new UpstreamEvent.Connected(Raised.NOBODY, 1), HeaderStyle.KAFKA);
        ProducerRecord<byte[], byte[]> disconnected =
                of(new UpstreamEvent.Disconnected(Raised.NOBODY, 2, "gone"), HeaderStyle.KAFKA);

        assertThat(connected.value()).asString(UTF_8).isEqualTo("{}");
        assertThat(headers(connected))
                .contains("content-type=application/json; charset=utf-8", "ce_type=azure.webpubsub.sys.connected")
                .noneMatch(line -> line.startsWith("ce_userid")
                        || line.startsWith("ce_subprotocol")
                        || line.startsWith("ce_connectionstate"));
        assertThat(disconnected.value()).asString(UTF_8).isEqualTo("{\"reason\":\"gone\"}");
        assertThat(headers(disconnected)).contains("ce_type=azure.webpubsub.sys.disconnected", "ce_id=2");
    }

    @Test
    void neitherBinaryNorProtobufDataIsTouched() {
        byte[] bytes = {0, (byte) 0xFF, 10};

        assertThat(of(Raised.user(1, Payload.binary(bytes), Map.of()), HeaderStyle.KAFKA)
                        .value())
                .isEqualTo(bytes);
        ProducerRecord<byte[], byte[]> any = of(Raised.user(1, Payload.protobuf(bytes), Map.of()), HeaderStyle.KAFKA);
        assertThat(any.value()).isEqualTo(bytes);
        assertThat(headers(any)).contains("content-type=application/x-protobuf");
    }
}
