package dev.groundwave.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.client.ScriptedTransport.Link;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.PayloadCodec;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.StreamInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Listeners that get values of the program's. Source: client-sdk.md, section 5. */
@SuppressWarnings("FutureReturnValueIgnored") // Many steps matter for what they cause, not for their own result.
final class TypedListenersTest {
    /** What no program can read without a codec for it. */
    private record Price(int cents) {}

    /** Knows prices and nothing else; says in its exceptions what it read, as object mappers do. */
    private static final class PriceCodec implements PayloadCodec {
        @Override
        public String toJson(Object value) {
            return Integer.toString(((Price) value).cents());
        }

        @Override
        @SuppressWarnings("NullAway") // Object mappers may give null.
        public <T> T fromJson(String json, Class<T> type) {
            if (json.equals("false")) {
                return null;
            }
            if (json.equals("[]")) {
                throw new ArrayStoreException("a fault of the codec over " + json);
            }
            try {
                return type.cast(new Price(Integer.parseInt(json)));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("cannot read " + json, e);
            }
        }
    }

    private final List<Throwable> faults = new ArrayList<>();
    private final Rig rig =
            new Rig(builder -> builder.payloadCodec(new PriceCodec()).onHandlerError(faults::add));
    private final List<String> heard = new ArrayList<>();
    private final Link link = rig.connected();

    private void receive(Payload payload) {
        link.receive(group("tea", payload));
        rig.settle();
    }

    private void hear(Price price, ClientEvent.GroupMessageEvent event) {
        heard.add(event.group() + " " + price.cents());
    }

    private static ServiceMessage group(String group, Payload payload) {
        return new ServiceMessage.GroupData(group, Optional.of("bob"), payload, Map.of(), OptionalLong.empty());
    }

    private static ServiceMessage server(Payload payload) {
        return new ServiceMessage.ServerData(payload, Map.of(), OptionalLong.empty());
    }

    private String onlyFault() {
        assertThat(faults).hasSize(1);
        assertThat(faults.get(0)).hasNoCause();
        return String.valueOf(faults.get(0).getMessage());
    }

    @Nested
    final class Values {
        @Test
        void comeFromAllGroupsWithTheirEvent() {
            rig.client.onGroupMessage(Price.class, TypedListenersTest.this::hear);
            receive(Payload.jsonRaw("250"));
            link.receive(group("salt", Payload.jsonRaw("7")));
            rig.settle();
            assertThat(heard).containsExactly("tea 250", "salt 7");
        }

        @Test
        void comeFromOneGroup() {
            Subscription prices = rig.client.group("tea").onMessage(Price.class, TypedListenersTest.this::hear);
            receive(Payload.jsonRaw("250"));
            link.receive(group("salt", Payload.jsonRaw("7")));
            rig.settle();
            prices.close();
            receive(Payload.jsonRaw("251"));
            assertThat(heard).containsExactly("tea 250");
        }

        @Test
        void comeFromTheServer() {
            rig.client.onServerMessage(
                    Price.class,
                    (price, event) ->
                            heard.add(price.cents() + " " + event.data().dataType()));
            link.receive(server(Payload.jsonRaw("9")));
            rig.settle();
            assertThat(heard).containsExactly("9 json");
        }

        @Test
        void areStringsForText() {
            rig.client.onGroupMessage(String.class, (text, event) -> heard.add(text));
            receive(Payload.text("plain"));
            assertThat(heard).containsExactly("plain");
        }

        @Test
        void areReadByTheInstalledCodecWithoutAnother() {
            Rig plain = new Rig();
            plain.client.onGroupMessage(Integer.class, (number, event) -> heard.add("number " + number));
            plain.connected().receive(group("tea", Payload.jsonRaw("7")));
            plain.settle();
            assertThat(heard).containsExactly("number 7");
        }
    }

    @Nested
    final class APayloadOfAnotherType {
        @Test
        void isToldWithoutBeingQuotedAndTheListenerGoesOn() {
            rig.client.onGroupMessage(Price.class, TypedListenersTest.this::hear);
            receive(Payload.jsonRaw("\"a-secret\""));
            receive(Payload.jsonRaw("250"));
            assertThat(heard).containsExactly("tea 250");
            assertThat(onlyFault())
                    .isEqualTo("a message of group 'tea' is json and cannot be read as " + Price.class.getName());
            assertThat(rig.client.handlerErrors()).isEqualTo(1);
            assertThat(rig.log.lines).noneMatch(line -> line.contains("a-secret"));
        }

        @Test
        void isFoundInTheException() {
            rig.client.onGroupMessage(Price.class, TypedListenersTest.this::hear);
            receive(Payload.jsonRaw("\"x\""));
            assertThat(faults.get(0)).isInstanceOfSatisfying(UnexpectedMessageException.class, fault -> {
                assertThat(fault.wanted()).isEqualTo(Price.class);
                assertThat(fault.event()).isEqualTo(rig.lastEvent(ClientEvent.GroupMessageEvent.class));
            });
        }

        @Test
        void isToldOfTheServerToo() {
            rig.client.onServerMessage(Price.class, (price, event) -> heard.add("price"));
            link.receive(server(Payload.text("seven")));
            rig.settle();
            assertThat(onlyFault())
                    .isEqualTo("a message of the server is text and cannot be read as " + Price.class.getName());
            assertThat(heard).isEmpty();
        }

        @Test
        void isNullTooWhereTheCodecLetsThatPass() {
            rig.client.onGroupMessage(Price.class, TypedListenersTest.this::hear);
            receive(Payload.jsonRaw("false"));
            assertThat(onlyFault()).contains("cannot be read as");
            assertThat(heard).isEmpty();
        }

        @Test
        void isNoPretextForAFaultOfTheCodec() {
            rig.client.onGroupMessage(Price.class, TypedListenersTest.this::hear);
            receive(Payload.jsonRaw("[]"));
            assertThat(onlyFault()).endsWith(": the codec failed with java.lang.ArrayStoreException");
        }

        @Test
        void leavesFaultsOfTheListenerAsTheyAre() {
            rig.client.onGroupMessage(Price.class, (price, event) -> {
                throw new IllegalArgumentException("as the test wants");
            });
            receive(Payload.jsonRaw("1"));
            assertThat(faults).singleElement().isInstanceOf(IllegalArgumentException.class);
            assertThat(faults.get(0)).hasMessage("as the test wants");
        }
    }

    @Nested
    final class PayloadsThatAClientReceived {
        @Test
        void areReadByItsOwnCodecWhoeverAsks() {
            rig.client.onGroupMessage(event ->
                    heard.add("group " + event.data().asJson(Price.class).cents()));
            rig.client.onServerMessage(event ->
                    heard.add("server " + event.data().asJson(Price.class).cents()));
            receive(Payload.jsonRaw("1"));
            link.receive(server(Payload.jsonRaw("2")));
            rig.settle();
            assertThat(heard).containsExactly("group 1", "server 2");
        }

        @Test
        void areSoInAnswersToInvocations() {
            CompletableFuture<InvocationResult> asking = rig.client.invokeEventAsync("price", Payload.text("tea"));
            rig.settle();
            link.receive(new ServiceMessage.InvokeResponse(
                    "1", Optional.of(Payload.jsonRaw("250")), Map.of(), Optional.empty()));
            rig.settle();
            assertThat(Rig.valueOf(asking).data().orElseThrow().asJson(Price.class))
                    .isEqualTo(new Price(250));
        }

        @Test
        void areSoInFragmentsOfStreams() {
            List<Price> prices = new ArrayList<>();
            rig.client.onGroupStream(
                    GroupStreamFilter.ofAllGroups(),
                    reader -> reader.consume(
                            fragment -> prices.add(fragment.data().asJson(Price.class))));
            rig.settle();
            link.receive(new ServiceMessage.GroupData(
                    "tea",
                    Optional.empty(),
                    Payload.jsonRaw("3"),
                    Map.of(),
                    Optional.of(StreamInfo.fragment("s", 1)),
                    OptionalLong.empty()));
            rig.settle();
            assertThat(prices).containsExactly(new Price(3));
        }

        @Test
        void areSoWhenTheClientMadeThemItself() {
            assertThat(rig.client.json(new Price(7)).asJson(Price.class)).isEqualTo(new Price(7));
        }
    }
}
