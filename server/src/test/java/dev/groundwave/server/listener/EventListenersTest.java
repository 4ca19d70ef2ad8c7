package dev.groundwave.server.listener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.settings.EventListenerSettings;
import dev.groundwave.server.settings.EventPattern;
import dev.groundwave.server.settings.HeaderStyle;
import dev.groundwave.server.settings.HubEventSettings;
import dev.groundwave.server.settings.HubSettings;
import dev.groundwave.server.settings.KafkaEndpoint;
import dev.groundwave.server.settings.SystemEvent;
import dev.groundwave.wire.HubName;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.event.UpstreamEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Who gets what. Source: events-and-operations.md, sections 1.2 and 2.1. */
final class EventListenersTest {
    private static final HubName CHAT = new HubName("chat");

    private final List<Recorder> sinks = new ArrayList<>();

    /** Keeps what it gets. */
    private static final class Recorder implements EventSink {
        private final String topic;
        private final List<RaisedEvent> got = new ArrayList<>();
        private final CountDownLatch closed = new CountDownLatch(1);

        Recorder(String topic) {
            this.topic = topic;
        }

        @Override
        public void offer(RaisedEvent event) {
            got.add(event);
        }

        @Override
        public void close(Duration atMost) {
            closed.countDown();
        }
    }

    private static EventListenerSettings listener(String topic, String pattern, SystemEvent... systemEvents) {
        return new EventListenerSettings(
                EventPattern.parse(pattern),
                Set.of(systemEvents),
                new KafkaEndpoint("localhost:9092", topic, Map.of(), HeaderStyle.KAFKA));
    }

    private static Map<HubName, HubSettings> chat(EventListenerSettings... listeners) {
        return Map.of(
                CHAT,
                new HubSettings(
                        false, Duration.ofSeconds(20), new HubEventSettings(List.of(), List.of(listeners), false)));
    }

    private EventListeners start(EventListenerSettings... listeners) {
        return EventListeners.start(chat(listeners), InstantSource.fixed(Raised.TIME), (_, settings) -> {
            Recorder sink = new Recorder(settings.endpoint().topic());
            sinks.add(sink);
            return sink;
        });
    }

    private List<RaisedEvent> at(String topic) {
        return sinks.stream()
                .filter(sink -> sink.topic.equals(topic))
                .flatMap(sink -> sink.got.stream())
                .toList();
    }

    @Nested
    final class Matching {
        private final UpstreamEvent connected = new UpstreamEvent.Connected(Raised.ALICE, 1);
        private final UpstreamEvent disconnected = new UpstreamEvent.Disconnected(Raised.ALICE, 9, "");
        private final UpstreamEvent order = Raised.user(2, Payload.text("hi"), Map.of());

        @Test
        void everyListenerThatWantsAnEventGetsIt() {
            EventListeners listeners = start(listener("a", "*"), listener("b", "x, ORDER.new"), listener("c", "x"));

            assertThat(listeners.offer(CHAT, order)).isTrue();

            assertThat(at("a")).containsExactly(Raised.raised(order));
            assertThat(at("b")).containsExactly(Raised.raised(order));
            assertThat(at("c")).isEmpty();
        }

        @Test
        void systemEventsGoToThoseThatNameThem() {
            EventListeners listeners =
                    start(listener("a", "*", SystemEvent.CONNECTED), listener("b", "", SystemEvent.DISCONNECTED));

            assertThat(listeners.isWanted(CHAT, SystemEvent.CONNECTED)).isTrue();
            assertThat(listeners.offer(CHAT, connected)).isTrue();
            assertThat(listeners.offer(CHAT, disconnected)).isTrue();

            assertThat(at("a")).containsExactly(Raised.raised(connected));
            assertThat(at("b")).containsExactly(Raised.raised(disconnected));
        }

        @Test
        void aUserEventWithTheNameOfASystemEventIsAUserEvent() {
            EventListeners listeners = start(listener("a", "", SystemEvent.CONNECTED));

            assertThat(listeners.offer(
                            CHAT,
                            new UpstreamEvent.UserEvent(Raised.ALICE, 1, "connected", Payload.text(""), Map.of())))
                    .isFalse();
        }

        @Test
        void aConnectIsForNoListener() {
            EventListeners listeners = start(listener("a", "*", SystemEvent.CONNECTED, SystemEvent.DISCONNECTED));

            assertThat(listeners.isWanted(CHAT, SystemEvent.CONNECT)).isFalse();
            assertThat(listeners.offer(
                            CHAT,
                            new UpstreamEvent.Connect(
                                    Raised.NOBODY, Map.of(), Map.of(), Map.of(), List.of(), List.of())))
                    .isFalse();
        }

        @Test
        void whoIsInAGroupIsForNoListener() {
            EventListeners listeners = start(listener("a", "*", SystemEvent.CONNECTED, SystemEvent.DISCONNECTED));

            assertThat(listeners.offer(CHAT, new UpstreamEvent.Joined(Raised.ALICE, 1, "g")))
                    .isFalse();
            assertThat(listeners.offer(CHAT, new UpstreamEvent.Left(Raised.ALICE, 2, "g")))
                    .isFalse();
        }

        @Test
        void aListenerHearsItsOwnHubOnlyWhateverTheLetterCase() {
            EventListeners listeners = start(listener("a", "*"));

            assertThat(listeners.offer(new HubName("other"), order)).isFalse();
            assertThat(listeners.offer(new HubName("CHAT"), order)).isTrue();
        }
    }

    @Nested
    final class OtherSettings {
        @Test
        void leaveAListenerThatStaysAlone() {
            EventListeners listeners = start(listener("a", "*"), listener("b", "*"));

            listeners.replace(chat(listener("b", "*"), listener("c", "*")), Duration.ZERO);
            listeners.offer(CHAT, Raised.user(1, Payload.text(""), Map.of()));

            assertThat(sinks).extracting(sink -> sink.topic).containsExactly("a", "b", "c");
            assertThat(sinks).extracting(sink -> sink.got.size()).containsExactly(0, 1, 1);
        }

        @Test
        void endAListenerThatIsGone() throws InterruptedException {
            EventListeners listeners = start(listener("a", "*"), listener("b", "*"));

            listeners.replace(chat(listener("b", "*")), Duration.ZERO);

            assertThat(sinks.getFirst().closed.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(sinks.getLast().closed.getCount()).isEqualTo(1);
        }

        @Test
        void startNothingOnceItIsOver() {
            EventListeners listeners = start(listener("a", "*"));
            listeners.close(Duration.ZERO);

            listeners.replace(chat(listener("b", "*")), Duration.ZERO);

            assertThat(sinks).hasSize(1);
        }
    }

    @Test
    void theEndClosesAll() {
        EventListeners listeners = start(listener("a", "*"), listener("b", "*"));

        listeners.close(Duration.ZERO);

        assertThat(sinks).allMatch(sink -> sink.closed.getCount() == 0);
    }
}
