package dev.groundwave.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.interop.TopicReader.Seen;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.blackbox.ScriptedUpstream;
import dev.groundwave.server.blackbox.ScriptedUpstream.Answer;
import dev.groundwave.server.blackbox.ScriptedUpstream.Request;
import dev.groundwave.server.listener.EventListenerCounters;
import dev.groundwave.server.settings.EventHandlerSettings;
import dev.groundwave.server.settings.EventHub;
import dev.groundwave.server.settings.EventListenerSettings;
import dev.groundwave.server.settings.EventPattern;
import dev.groundwave.server.settings.HeaderStyle;
import dev.groundwave.server.settings.HubEventSettings;
import dev.groundwave.server.settings.HubSettings;
import dev.groundwave.server.settings.KafkaEndpoint;
import dev.groundwave.server.settings.SystemEvent;
import dev.groundwave.server.settings.UpstreamAuth;
import dev.groundwave.server.settings.UrlTemplate;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.protobuf.ProtobufCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Event listeners against a real Kafka broker. Source: events-and-operations.md, sections 1.15 and 2. */
final class KafkaListenerTest {
    private static final String HUB = "chat";
    private static final long DEADLINE_SECONDS = 60;

    @TempDir
    static Path folder = Path.of("");

    /** Null outside the tests. */
    private static @Nullable KafkaBroker running;

    private static int topics;

    private final RunningServer server = new RunningServer();
    private final ScriptedUpstream upstream = new ScriptedUpstream();

    @BeforeAll
    static void startBroker() {
        running = KafkaBroker.prepare(folder).start();
    }

    private static KafkaBroker broker() {
        return Objects.requireNonNull(running);
    }

    @AfterAll
    static void endBroker() {
        broker().close();
    }

    @AfterEach
    void end() throws IOException {
        server.closeSockets();
        server.stop();
        upstream.close();
    }

    private static String newTopic() {
        String topic = "events-" + ++topics;
        broker().create(topic);
        return topic;
    }

    private static EventListenerSettings listener(KafkaEndpoint endpoint) {
        return new EventListenerSettings(
                EventPattern.parse("*"), Set.of(SystemEvent.CONNECTED, SystemEvent.DISCONNECTED), endpoint);
    }

    private static KafkaEndpoint endpoint(String topic, HeaderStyle style) {
        return new KafkaEndpoint(broker().bootstrapServers(), topic, Map.of(), style);
    }

    private EventHandlerSettings handlerOfEverything() {
        return new EventHandlerSettings(
                new UrlTemplate(upstream.url("/{event}")),
                EventPattern.parse("*"),
                Set.of(SystemEvent.values()),
                new UpstreamAuth.None(),
                false);
    }

    private void start(List<EventHandlerSettings> handlers, EventListenerSettings... listeners) {
        server.hub(HUB, hub(handlers, listeners)).start();
    }

    private static HubSettings hub(List<EventHandlerSettings> handlers, EventListenerSettings... listeners) {
        return new HubSettings(
                false, Duration.ofSeconds(20), new HubEventSettings(handlers, List.of(listeners), false));
    }

    private RawWebSocket client(String user, String subprotocol) {
        return server.handshake("/client/hubs/" + HUB + "?access_token="
                        + server.token(HUB).user(user).sign())
                .offer(subprotocol)
                .open();
    }

    private RawWebSocket json(String user) {
        return client(user, RunningServer.JSON).started();
    }

    private static String event(String name, String dataTypeAndData, int ackId) {
        return "{\"type\":\"event\",\"event\":\"" + name + "\"," + dataTypeAndData + ",\"ackId\":" + ackId + "}";
    }

    private static String text(String data) {
        return "\"dataType\":\"text\",\"data\":\"" + data + "\"";
    }

    private static String success(int ackId) {
        return "{\"type\":\"ack\",\"ackId\":" + ackId + ",\"success\":true}";
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Nested
    final class Records {
        @Test
        void tellTheWholeLifeOfAConnectionInOrderUnderTheNumbersOfTheHandlersCopies() {
            upstream.answer(request -> request.event().equals("connect")
                    ? Answer.of(204).header("ce-connectionState", "kept")
                    : Answer.of(204));
            String topic = newTopic();
            start(List.of(handlerOfEverything()), listener(endpoint(topic, HeaderStyle.KAFKA)));

            RawWebSocket client = json("Zoë");
            String id = client.connectionId();
            client.ask(event("Order.New", text("größer") + ",\"metadata\":{\"Trace\":\"x, y\"}", 1));
            client.ask(event("e", "\"dataType\":\"json\",\"data\":{\"a\":1.0}", 2));
            client.ask(event("e", "\"dataType\":\"binary\",\"data\":\"AP8K\"", 3));
            client.leave();

            List<Seen> seen;
            try (TopicReader reader = new TopicReader(broker(), topic)) {
                seen = reader.next(5);
            }
            assertThat(seen).extracting(Seen::key).containsOnly(id);
            assertThat(seen)
                    .extracting(each -> each.header("ce_eventname"))
                    .containsExactly("connected", "Order.New", "e", "e", "disconnected");
            assertThat(seen)
                    .extracting(each -> each.header("content-type"))
                    .containsExactly(
                            "application/json; charset=utf-8",
                            "text/plain; charset=utf-8",
                            "application/json",
                            "application/octet-stream",
                            "application/json; charset=utf-8");
            assertThat(seen.getFirst().text()).isEqualTo("{}");
            assertThat(seen.get(1).text()).isEqualTo("größer");
            assertThat(seen.get(2).text()).isEqualTo("{\"a\":1.0}");
            assertThat(seen.get(3).value().toArray()).isEqualTo(new byte[] {0, (byte) 0xFF, 10});
            assertThat(seen.get(4).text()).startsWith("{\"reason\":");
            assertThat(seen.get(1).headers())
                    .containsEntry("ce_specversion", "1.0")
                    .containsEntry("ce_awpsversion", "1.0")
                    .containsEntry("ce_type", "azure.webpubsub.user.Order.New")
                    .containsEntry("ce_source", "/hubs/chat/client/" + id)
                    .containsEntry("ce_hub", "chat")
                    .containsEntry("ce_connectionid", id)
                    .containsEntry("ce_userid", "Zoë")
                    .containsEntry("ce_subprotocol", RunningServer.JSON)
                    .containsEntry("ce_connectionstate", "kept")
                    .containsEntry("x-webpubsub-metadata-trace", "x, y")
                    .containsKey("ce_time");
            assertThat(numbers(seen)).isEqualTo(handlersNumbers(5));
        }

        /** Which number every event has: by its name and body, as the handler gets connected beside user events. */
        private Map<String, String> numbers(List<Seen> seen) {
            Map<String, String> numbers = new TreeMap<>();
            seen.forEach(each -> numbers.put(each.header("ce_eventname") + each.text(), each.header("ce_id")));
            return numbers;
        }

        private Map<String, String> handlersNumbers(int events) {
            upstream.next("connect");
            Map<String, String> numbers = new TreeMap<>();
            for (int i = 0; i < events; i++) {
                Request request = upstream.next();
                numbers.put(
                        request.event() + request.text(),
                        request.header("ce-id").orElseThrow());
            }
            return numbers;
        }

        @Test
        void carryProtobufDataAsItCame() {
            String topic = newTopic();
            start(List.of(), listener(endpoint(topic, HeaderStyle.KAFKA)));
            byte[] any = {0x0A, 0x01, 'x', 0x12, 0x02, 1, 2};

            RawWebSocket client = client("u", "protobuf.webpubsub.azure.v1");
            client.nextBinary();
            client.binary(new ProtobufCodec()
                    .encode(new ClientMessage.SendEvent("e", Payload.protobuf(any), OptionalLong.of(1), Map.of())));
            client.nextBinary();

            try (TopicReader reader = new TopicReader(broker(), topic)) {
                Seen seen = reader.next(2).getLast();
                assertThat(seen.value().toArray()).isEqualTo(any);
                assertThat(seen.header("content-type")).isEqualTo("application/x-protobuf");
            }
        }

        @Test
        void reachEveryListenerEachInItsStyle() {
            String one = newTopic();
            String other = newTopic();
            start(List.of(), listener(endpoint(one, HeaderStyle.KAFKA)), listener(endpoint(other, HeaderStyle.AZURE)));

            assertThat(json("u").ask(event("e", text("hi"), 1))).isEqualTo(success(1));

            try (TopicReader kafka = new TopicReader(broker(), one);
                    TopicReader azure = new TopicReader(broker(), other)) {
                assertThat(kafka.next(2).getLast().headers())
                        .containsEntry("ce_eventname", "e")
                        .noneSatisfy((name, _) -> assertThat(name).startsWith("cloudEvents:"));
                assertThat(azure.next(2).getLast().headers())
                        .containsEntry("cloudEvents:eventname", "e")
                        .containsEntry("cloudEvents:userid", "u")
                        .noneSatisfy((name, _) -> assertThat(name).startsWith("ce_"));
            }
        }

        @Test
        void ofOneConnectionStayInOnePartitionAndInOrder() {
            String topic = newTopic();
            start(List.of(), listener(endpoint(topic, HeaderStyle.KAFKA)));
            List<RawWebSocket> clients = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                clients.add(json("u"));
            }

            for (int i = 1; i <= 50; i++) {
                for (RawWebSocket client : clients) {
                    client.text(event("e", text("" + i), i));
                }
            }

            Map<String, List<String>> numbers = new HashMap<>();
            Map<String, Set<Integer>> partitions = new HashMap<>();
            try (TopicReader reader = new TopicReader(broker(), topic)) {
                for (Seen each : reader.next(8 * 51)) {
                    numbers.computeIfAbsent(each.key(), _ -> new ArrayList<>()).add(each.header("ce_id"));
                    partitions.computeIfAbsent(each.key(), _ -> new TreeSet<>()).add(each.partition());
                }
            }
            List<String> inOrder = new ArrayList<>();
            for (int i = 1; i <= 51; i++) {
                inOrder.add("" + i);
            }
            assertThat(numbers)
                    .hasSize(8)
                    .allSatisfy((_, all) -> assertThat(all).isEqualTo(inOrder));
            assertThat(partitions).allSatisfy((_, all) -> assertThat(all).hasSize(1));
        }

        @Test
        void areTheSameWhateverAHandlerAnswers() {
            upstream.answer(request -> request.event().equals("e") ? Answer.of(400) : Answer.of(204));
            String topic = newTopic();
            start(List.of(handlerOfEverything()), listener(endpoint(topic, HeaderStyle.KAFKA)));

            assertThat(json("u").ask(event("e", text("hi"), 1))).contains("\"success\":false");

            try (TopicReader reader = new TopicReader(broker(), topic)) {
                assertThat(reader.next(2).getLast().text()).isEqualTo("hi");
            }
        }

        @Test
        void raisedByTheEndOfTheServerAreStillSent() throws IOException {
            String topic = newTopic();
            start(List.of(), listener(endpoint(topic, HeaderStyle.KAFKA)));
            EventListenerCounters counters = server.observedEvents();
            // So that the producer has found its broker: the stop leaves it one second.
            RawWebSocket client = json("u");
            await(() -> counters.delivered() == 1);

            server.stop();

            assertThat(client.connectionId()).isNotEmpty();
            assertThat(counters.delivered()).isEqualTo(2);
            try (TopicReader reader = new TopicReader(broker(), topic)) {
                assertThat(reader.next(2).getLast().header("ce_eventname")).isEqualTo("disconnected");
            }
        }
    }

    @Nested
    final class AnEventHub {
        /** All but the port, which Event Hubs fixes, and the authority, which is a test's. */
        private KafkaEndpoint like(String topic, String connectionString) {
            KafkaEndpoint there = new EventHub("localhost", topic, connectionString)
                    .asKafka(
                            Map.of("ssl.truststore.type", "PEM", "ssl.truststore.certificates", broker().certificate()),
                            HeaderStyle.AZURE);
            return new KafkaEndpoint(broker().secureServers(), topic, there.properties(), there.headerStyle());
        }

        @Test
        void isOpenedByItsConnectionString() {
            String topic = newTopic();
            start(List.of(), listener(like(topic, KafkaBroker.CONNECTION_STRING)));

            json("u").ask(event("e", text("hi"), 1));

            try (TopicReader reader = new TopicReader(broker(), topic)) {
                assertThat(reader.next(2).getLast().header("cloudEvents:eventname"))
                        .isEqualTo("e");
            }
        }

        @Test
        void staysClosedToAnotherOneAndNoClientNotices() {
            String topic = newTopic();
            start(List.of(), listener(like(topic, KafkaBroker.CONNECTION_STRING.replace("dGVzdA", "d3Jvbmc"))));

            assertThat(json("u").ask(event("e", text("hi"), 1))).isEqualTo(success(1));

            await(() -> server.observedEvents().dropped() == 2);
            assertThat(server.observedEvents().delivered()).isZero();
        }
    }

    @Nested
    final class ASettingsFile {
        @Test
        void isAllThatAStartedServiceNeeds(@TempDir Path own) throws IOException {
            String topic = newTopic();
            Path file = Files.writeString(
                    own.resolve("groundwave.yaml"), """
                        hubs:
                          chat:
                            eventListeners:
                              - filter: { userEventPattern: "*" }
                                endpoint:
                                  type: Kafka
                                  bootstrapServers: %s
                                  topic: %s
                                  properties: { compression.type: zstd }
                        """.formatted(broker().bootstrapServers(), topic));

            try (ServiceProcess service = ServiceProcess.start("--config", file.toString());
                    RawClient client = RawClient.connect(service.address(), HUB, "u");
                    TopicReader reader = new TopicReader(broker(), topic)) {
                client.next();
                client.send(event("e", text("hi"), 1));

                assertThat(client.next()).isEqualTo(success(1));
                assertThat(reader.next(1).getFirst().text()).isEqualTo("hi");
            }
        }
    }

    @Nested
    final class ABroker {
        private static final Map<String, String> PATIENT = Map.of("max.block.ms", "60000");

        /** So that the test sees losses soon. */
        private static final Map<String, String> IMPATIENT = Map.of(
                "max.block.ms", "5000",
                "request.timeout.ms", "1000",
                "delivery.timeout.ms", "3000",
                "reconnect.backoff.max.ms", "100");

        private static HubSettings hub(KafkaBroker at, Map<String, String> properties) {
            return KafkaListenerTest.hub(
                    List.of(),
                    listener(new KafkaEndpoint(at.bootstrapServers(), "late", properties, HeaderStyle.KAFKA)));
        }

        @Test
        void mayComeLateAndGoAndNoClientNotices(@TempDir Path own) {
            try (KafkaBroker late = KafkaBroker.prepare(own)) {
                server.hub(HUB, hub(late, PATIENT)).start();
                EventListenerCounters counters = server.observedEvents();
                RawWebSocket client = json("u");
                assertThat(client.ask(event("e", text("waits"), 1))).isEqualTo(success(1));
                assertThat(counters.delivered()).isZero();

                late.start();
                late.create("late");
                await(() -> counters.delivered() == 2);
                try (TopicReader reader = new TopicReader(late, "late")) {
                    assertThat(reader.next(2).getLast().text()).isEqualTo("waits");
                }

                server.reload(HUB, hub(late, IMPATIENT));
                assertThat(client.ask(event("e", text("known"), 5))).isEqualTo(success(5));
                await(() -> counters.delivered() == 3);
                late.kill();
                assertThat(client.ask(event("e", text("lost"), 2))).isEqualTo(success(2));
                await(() -> counters.dropped() == 1);

                late.start();
                assertThat(client.ask(event("e", text("back"), 4))).isEqualTo(success(4));
                await(() -> counters.delivered() == 4);
            }
        }
    }
}
