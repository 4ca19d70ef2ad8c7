package dev.groundwave.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwave.client.ScriptedTransport.Link;
import dev.groundwave.wire.AckError;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Events, their order and what holds them back. Source: client-sdk.md, sections 1.7 and 2.5. */
@SuppressWarnings("FutureReturnValueIgnored") // Many steps matter for what they cause, not for their own result.
final class ListenersTest {
    private final Rig rig = new Rig();

    static List<String> jsonTexts() {
        return List.of(
                "1",
                "false",
                "\"\\ud83d\\ude00 \\u00e4\"",
                "123456789012345678901234567890",
                "1e400",
                "{\"b\": 1.10,  \"a\": null}",
                "[".repeat(60) + "]".repeat(60));
    }

    @Nested
    final class Messages {
        @Test
        void ofBothKindsComeInTheOrderOfTheWire() {
            Link link = rig.connected();
            rig.events.clear();
            link.receive(group("room", "1"));
            link.receive(new ServiceMessage.ServerData(Payload.jsonRaw("1e400"), Map.of(), OptionalLong.empty()));
            link.receive(group("room", "2"));
            rig.settle();
            assertThat(rig.told()).containsExactly("GroupMessage", "ServerMessage", "GroupMessage");
            ClientEvent.GroupMessageEvent last = rig.lastEvent(ClientEvent.GroupMessageEvent.class);
            assertThat(last.group()).isEqualTo("room");
            assertThat(last.fromUserId()).contains("bob");
            assertThat(last.data().asText()).isEqualTo("2");
            assertThat(rig.lastEvent(ClientEvent.ServerMessageEvent.class)
                            .data()
                            .asText())
                    .isEqualTo("1e400");
        }

        @ParameterizedTest
        @MethodSource("dev.groundwave.client.ListenersTest#jsonTexts")
        void carryJsonUnchanged(String json) { // 36
            Link link = rig.connected();
            link.receive(("{\"type\":\"message\",\"from\":\"server\",\"dataType\":\"json\",\"data\":" + json + "}")
                    .getBytes(StandardCharsets.UTF_8));
            rig.client.sendToGroupAsync("g", Payload.jsonRaw(json));
            rig.settle();
            assertThat(rig.lastEvent(ClientEvent.ServerMessageEvent.class).data())
                    .isEqualTo(Payload.jsonRaw(json));
            assertThat(((ClientMessage.SendToGroup) link.sent.get(0)).data()).isEqualTo(Payload.jsonRaw(json));
        }

        @Test
        void ofEveryKindThatTheProtocolHasAreHandled() {
            Link link = rig.connected();
            List<ServiceMessage> samples = List.of(
                    ServiceMessage.Ack.success(99),
                    group("g", "x"),
                    new ServiceMessage.ServerData(Payload.text("x"), Map.of(), OptionalLong.empty()),
                    new ServiceMessage.Connected(Optional.empty(), "c1", Optional.empty()),
                    new ServiceMessage.Disconnected("x"),
                    new ServiceMessage.Pong(),
                    new ServiceMessage.InvokeResponse("1", Optional.empty(), Map.of(), Optional.empty()),
                    new ServiceMessage.StreamAck("s", 1),
                    new ServiceMessage.StreamNack("s", 1, AckError.internalServerError()),
                    new ServiceMessage.StreamClosed("s", Optional.empty()),
                    new ServiceMessage.GroupStateSnapshot("g", List.of(), OptionalLong.empty()),
                    new ServiceMessage.GroupStateUpdate("g", List.of(), OptionalLong.empty()));
            Set<Class<?>> sampled = new HashSet<>();
            samples.forEach(sample -> sampled.add(sample.getClass()));
            assertThat(sampled).isEqualTo(kindsOf(ServiceMessage.class));
            samples.forEach(link::receive);
            rig.settle();
            assertThat(rig.client.isConnected()).isTrue();
            assertThat(rig.told()).containsOnlyOnce("Connected", "GroupMessage", "ServerMessage");
        }

        private static Set<Class<?>> kindsOf(Class<?> family) {
            Set<Class<?>> kinds = new HashSet<>();
            for (Class<?> member : family.getPermittedSubclasses()) {
                if (member.isSealed()) {
                    kinds.addAll(kindsOf(member));
                } else {
                    kinds.add(member);
                }
            }
            return kinds;
        }

        @Test
        void areNotPrecededByAnythingOfTheirConnectionButConnected() {
            rig.client.startAsync();
            rig.settle();
            rig.network.last().accept();
            rig.network.last().greet("c1");
            rig.network.last().receive(group("g", "x"));
            rig.settle();
            assertThat(rig.told()).startsWith("Connected").containsOnlyOnce("GroupMessage");
        }
    }

    @Nested
    final class AListener {
        @Test
        void thatThrowsHarmsNeitherTheNextNorTheConnection() {
            List<Throwable> reported = new ArrayList<>();
            Rig guarded = new Rig(builder -> builder.onHandlerError(reported::add));
            List<String> heard = new ArrayList<>();
            guarded.client.onGroupMessage(event -> {
                throw new StackOverflowError("deep");
            });
            guarded.client.onGroupMessage(event -> heard.add(event.data().asText()));
            Link link = guarded.connected();
            link.receive(group("g", "1"));
            link.receive(group("g", "2"));
            guarded.settle();
            assertThat(heard).containsExactly("1", "2");
            assertThat(reported).hasSize(2).allMatch(StackOverflowError.class::isInstance);
            assertThat(guarded.client.isConnected()).isTrue();
        }

        @Test
        void thatBlocksForFiveSecondsDelaysEventsAndNothingElse() { // 30
            ManualTime handlers = new ManualTime();
            Rig slow = new Rig(builder -> builder.handlerExecutor(handlers));
            List<String> heard = new ArrayList<>();
            slow.client.onGroupMessage(event -> heard.add(event.data().asText()));
            Link link = slow.reliablyConnected();
            link.message(1, "1");
            CompletableFuture<WebPubSubResult> joining = slow.client.joinGroupAsync("g");
            slow.pass(Duration.ofSeconds(5));
            link.message(2, "2");
            link.ack(1);
            slow.pass(Duration.ofSeconds(1));
            assertThat(heard).isEmpty();
            assertThat(joining).isCompleted();
            assertThat(link.sequenceAcks()).containsExactly(1L, 2L);
            handlers.settle();
            assertThat(heard).containsExactly("1", "2");
            assertThat(slow.client.isConnected()).isTrue();
        }

        @Test
        void mayAddAndRemoveListenersFromTheNextEventOn() {
            List<String> heard = new ArrayList<>();
            List<Subscription> own = new ArrayList<>();
            Link link = rig.connected();
            own.add(rig.client.onGroupMessage(event -> {
                heard.add("first " + event.data().asText());
                own.get(0).close();
                rig.client.onGroupMessage(
                        later -> heard.add("second " + later.data().asText()));
            }));
            link.receive(group("g", "1"));
            link.receive(group("g", "2"));
            rig.settle();
            assertThat(heard).containsExactly("first 1", "second 2");
        }

        @Test
        void isCalledAsOftenAsItWasAddedAndTakenAwayOneByOne() {
            List<String> heard = new ArrayList<>();
            Consumer<ClientEvent.GroupMessageEvent> listener =
                    event -> heard.add(event.data().asText());
            rig.client.on(EventType.GROUP_MESSAGE, listener);
            rig.client.on(EventType.GROUP_MESSAGE, listener);
            Link link = rig.connected();
            link.receive(group("g", "1"));
            rig.settle();
            rig.client.off(EventType.GROUP_MESSAGE, listener);
            link.receive(group("g", "2"));
            rig.settle();
            assertThat(heard).containsExactly("1", "1", "2");
        }

        @Test
        void mayCallOperations() {
            List<CompletableFuture<WebPubSubResult>> joins = new ArrayList<>();
            rig.client.onGroupMessage(event -> joins.add(rig.client.joinGroupAsync("other")));
            Link link = rig.connected();
            link.receive(group("g", "1"));
            rig.settle();
            link.ack(1);
            rig.settle();
            assertThat(joins).singleElement().satisfies(join -> assertThat(join).isCompleted());
        }
    }

    @Nested
    final class TypesByName {
        @Test
        void areTheTypedConstants() {
            assertThat((Object) EventType.of("group-message")).isSameAs(EventType.GROUP_MESSAGE);
            assertThat((Object) EventType.of("rejoin-group-failed")).isSameAs(EventType.REJOIN_GROUP_FAILED);
            assertThatThrownBy(() -> EventType.of("nothing")).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void listenWithTheTypeOfTheConstant() {
            List<String> heard = new ArrayList<>();
            EventType<ClientEvent.GroupMessageEvent> type = EventType.of("group-message");
            rig.client.on(type, event -> heard.add(event.group()));
            rig.client.on(EventType.of("group-message"), event -> heard.add("any event"));
            Link link = rig.connected();
            link.receive(group("room", "1"));
            rig.settle();
            assertThat(heard).containsExactly("room", "any event");
        }

        @Test
        void coverEveryEvent() {
            Set<Class<?>> covered = new HashSet<>();
            EventType.all().forEach(type -> covered.add(type.eventClass()));
            assertThat(covered).isEqualTo(Set.of(ClientEvent.class.getPermittedSubclasses()));
        }
    }

    @Nested
    final class AFullQueue {
        private final ManualTime handlers = new ManualTime();
        private final Rig slow =
                new Rig(builder -> builder.handlerExecutor(handlers).handlerQueue(10, 1 << 20));

        @Test
        void stopsReadingUntilHalfOfItIsHandled() {
            Link link = connectedAndHandled();
            for (int i = 0; i < 12; i++) {
                link.receive(group("g", "x"));
            }
            slow.settle();
            assertThat(link.demand)
                    .as("the messages beyond the bound are not replaced")
                    .isEqualTo(16 - 2);
            handlers.settle();
            slow.settle();
            assertThat(link.demand).isEqualTo(16);
        }

        @Test
        void isNoSilenceOfThePeer() {
            Link link = connectedAndHandled();
            for (int i = 0; i < 12; i++) {
                link.receive(group("g", "x"));
            }
            slow.pass(Duration.ofMinutes(5));
            assertThat(link.aborted).isFalse();
            handlers.settle();
            slow.pass(Duration.ofSeconds(45));
            assertThat(link.aborted).isTrue();
        }

        @Test
        void isReadOnFourTimesAsFarWhileAnOperationWaits() {
            Link link = connectedAndHandled();
            CompletableFuture<WebPubSubResult> joining = slow.client.joinGroupAsync("g");
            slow.settle();
            for (int i = 0; i < 30; i++) {
                link.receive(group("g", "x"));
            }
            slow.settle();
            assertThat(link.demand).isEqualTo(16);
            link.ack(1);
            slow.settle();
            assertThat(joining).isCompleted();
            link.receive(group("g", "x"));
            slow.settle();
            assertThat(link.demand)
                    .as("without an operation the bound holds again")
                    .isLessThan(16);
        }

        private Link connectedAndHandled() {
            Link link = slow.connected();
            handlers.settle();
            slow.settle();
            return link;
        }
    }

    private static ServiceMessage group(String group, String text) {
        return new ServiceMessage.GroupData(
                group, Optional.of("bob"), Payload.text(text), Map.of(), OptionalLong.empty());
    }
}
