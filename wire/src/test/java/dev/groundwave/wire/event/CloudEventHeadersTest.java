package dev.groundwave.wire.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.token.AccessKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Source: events-and-operations.md, sections 1.6 to 1.11. */
final class CloudEventHeadersTest {
    private static final AccessKey PRIMARY = new AccessKey("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH");
    private static final AccessKey SECONDARY = new AccessKey("another-access-key-0123456789-0123456789");
    private static final String BY_PRIMARY = "sha256=261f7f58ff9fb9bb8be7e4951a807fe6091e5c074885bf63b865eccd28728881";
    private static final Instant TIME = Instant.parse("2026-11-21T10:20:30.987Z");
    private static final EventClient NEWCOMER =
            new EventClient("Chat", "conn-1", Optional.empty(), Optional.empty(), Optional.empty());
    private static final EventClient ALICE = new EventClient(
            "Chat",
            "conn-1",
            Optional.of("alice"),
            Optional.of("json.webpubsub.azure.v1"),
            Optional.of(new ConnectionState("kept")));

    private final CloudEventHeaders headers =
            new CloudEventHeaders("push.example.org", new EventSignature(PRIMARY, Optional.empty()));

    private static UpstreamEvent connect(EventClient client) {
        return new UpstreamEvent.Connect(client, Map.of(), Map.of(), Map.of(), List.of(), List.of());
    }

    private static UpstreamEvent userEvent(Payload data, Map<String, String> metadata) {
        return new UpstreamEvent.UserEvent(ALICE, 2, "Order.New", data, metadata);
    }

    private List<String> lines(UpstreamEvent event) {
        return headers.of(event, TIME, "request-1").orElseThrow().stream()
                .map(header -> header.getKey() + ": " + header.getValue())
                .toList();
    }

    private Map<String, String> byName(UpstreamEvent event) {
        return headers.of(event, TIME, "request-1").orElseThrow().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Nested
    final class Headers {
        @Test
        void ofAConnectTellWhatIsKnownBeforeTheClientIsIn() {
            assertThat(lines(connect(NEWCOMER)))
                    .containsExactly(
                            "Content-Type: application/json; charset=utf-8",
                            "WebHook-Request-Origin: push.example.org",
                            "ce-specversion: 1.0",
                            "ce-awpsversion: 1.0",
                            "ce-type: azure.webpubsub.sys.connect",
                            "ce-source: /hubs/Chat/client/conn-1",
                            "ce-id: 0",
                            "ce-time: 2026-11-21T10:20:30Z",
                            "ce-hub: Chat",
                            "ce-connectionId: conn-1",
                            "ce-eventName: connect",
                            "ce-signature: " + BY_PRIMARY,
                            "x-ms-client-request-id: request-1");
        }

        @Test
        void ofAUserEventTellUserSubprotocolStateAndMetadata() {
            assertThat(lines(userEvent(Payload.text("hi"), Map.of("Trace", "x, y"))))
                    .containsExactly(
                            "Content-Type: text/plain; charset=utf-8",
                            "WebHook-Request-Origin: push.example.org",
                            "ce-specversion: 1.0",
                            "ce-awpsversion: 1.0",
                            "ce-type: azure.webpubsub.user.Order.New",
                            "ce-source: /hubs/Chat/client/conn-1",
                            "ce-id: 2",
                            "ce-time: 2026-11-21T10:20:30Z",
                            "ce-hub: Chat",
                            "ce-connectionId: conn-1",
                            "ce-eventName: Order.New",
                            "ce-userId: alice",
                            "ce-subprotocol: json.webpubsub.azure.v1",
                            "ce-connectionState: kept",
                            "ce-signature: " + BY_PRIMARY,
                            "x-ms-client-request-id: request-1",
                            "x-webpubsub-metadata-trace: x, y");
        }

        @Test
        void nameTheOtherSystemEventsByTheirWords() {
            assertThat(byName(new UpstreamEvent.Connected(ALICE, 1)))
                    .containsEntry("ce-type", "azure.webpubsub.sys.connected")
                    .containsEntry("ce-eventName", "connected")
                    .containsEntry("ce-id", "1");
            assertThat(byName(new UpstreamEvent.Disconnected(ALICE, 9, "")))
                    .containsEntry("ce-type", "azure.webpubsub.sys.disconnected")
                    .containsEntry("ce-eventName", "disconnected")
                    .containsEntry("ce-id", "9");
        }

        @Test
        void nameTheEventsOfGroupsByTheirWords() {
            assertThat(byName(new UpstreamEvent.Joined(ALICE, 2, "room")))
                    .containsEntry("ce-type", "azure.webpubsub.gp.joined")
                    .containsEntry("ce-eventName", "joined")
                    .containsEntry("ce-id", "2")
                    .containsEntry("Content-Type", "application/json; charset=utf-8");
            assertThat(byName(new UpstreamEvent.Left(ALICE, 3, "room")))
                    .containsEntry("ce-type", "azure.webpubsub.gp.left")
                    .containsEntry("ce-eventName", "left")
                    .containsEntry("ce-id", "3");
        }

        @Test
        void leaveAnEmptyUserOutAndSendAnEmptyState() {
            EventClient client = new EventClient(
                    "chat", "conn-1", Optional.of(""), Optional.empty(), Optional.of(new ConnectionState("")));

            assertThat(byName(connect(client))).doesNotContainKey("ce-userId").containsEntry("ce-connectionState", "");
        }

        @Test
        void cannotCarryControlCharacters() {
            EventClient forger = new EventClient(
                    "chat", "conn-1", Optional.of("a\r\nce-userId: admin"), Optional.empty(), Optional.empty());

            assertThat(headers.of(connect(forger), TIME, "request-1")).isEmpty();
            assertThat(headers.of(userEvent(Payload.text(""), Map.of("k", "a\nb")), TIME, "request-1"))
                    .isEmpty();
        }

        @Test
        void carryAUserOfAnyScript() {
            EventClient client =
                    new EventClient("chat", "conn-1", Optional.of("Zoë 日本"), Optional.empty(), Optional.empty());

            assertThat(byName(connect(client))).containsEntry("ce-userId", "Zoë 日本");
        }
    }

    @Nested
    final class Signature {
        @Test
        void isTheExampleOfTheSpecification() {
            assertThat(new EventSignature(PRIMARY, Optional.empty()).of("conn-1"))
                    .isEqualTo(BY_PRIMARY);
        }

        @Test
        void byTwoKeysHasThePrimaryOneFirstAndABareComma() {
            String bySecondary = new EventSignature(SECONDARY, Optional.empty()).of("conn-1");

            assertThat(new EventSignature(PRIMARY, Optional.of(SECONDARY)).of("conn-1"))
                    .isEqualTo(BY_PRIMARY + "," + bySecondary);
        }
    }

    @Nested
    final class Body {
        @Test
        void ofAConnectHasEveryMemberAlsoWhenItIsEmpty() {
            assertThat(connect(NEWCOMER).body().asUtf8())
                    .isEqualTo("{\"claims\":{},\"query\":{},\"headers\":{},\"subprotocols\":[],"
                            + "\"clientCertificates\":[]}");
        }

        @Test
        void ofAConnectHasArraysOfStrings() {
            UpstreamEvent event = new UpstreamEvent.Connect(
                    NEWCOMER,
                    Map.of("iat", List.of("1584253511")),
                    Map.of("a", List.of("1", "2")),
                    Map.of("Host", List.of("host")),
                    List.of("p1", "p2"),
                    List.of(new ClientCertificate("0A0B", "-----BEGIN CERTIFICATE-----\n")));

            assertThat(event.body().asUtf8())
                    .isEqualTo("{\"claims\":{\"iat\":[\"1584253511\"]},\"query\":{\"a\":[\"1\",\"2\"]},"
                            + "\"headers\":{\"Host\":[\"host\"]},\"subprotocols\":[\"p1\",\"p2\"],"
                            + "\"clientCertificates\":[{\"thumbprint\":\"0A0B\","
                            + "\"content\":\"-----BEGIN CERTIFICATE-----\\n\"}]}");
        }

        @Test
        void ofTheNotificationsIsAnObject() {
            assertThat(new UpstreamEvent.Connected(ALICE, 1).body().asUtf8()).isEqualTo("{}");
            assertThat(new UpstreamEvent.Disconnected(ALICE, 2, "").body().asUtf8())
                    .isEqualTo("{\"reason\":\"\"}");
            assertThat(new UpstreamEvent.Disconnected(ALICE, 2, "say \"bye\"")
                            .body()
                            .asUtf8())
                    .isEqualTo("{\"reason\":\"say \\\"bye\\\"\"}");
            assertThat(new UpstreamEvent.Joined(ALICE, 2, "the \"room\"").body().asUtf8())
                    .isEqualTo("{\"group\":\"the \\\"room\\\"\"}");
            assertThat(new UpstreamEvent.Left(ALICE, 3, "room").body().asUtf8()).isEqualTo("{\"group\":\"room\"}");
        }

        @Test
        void ofAUserEventIsTheDataUnderItsContentType() {
            record Row(Payload data, String contentType, Bytes body) {}
            for (Row row : List.of(
                    new Row(Payload.text("é"), "text/plain; charset=utf-8", Bytes.utf8("é")),
                    new Row(Payload.jsonRaw("\"é\""), "application/json", Bytes.utf8("\"é\"")),
                    new Row(Payload.binary(new byte[] {0, 1}), "application/octet-stream", Bytes.copyOf(new byte[] {0, 1
                    })),
                    new Row(
                            Payload.protobuf(new byte[] {10, 1, 65}),
                            "application/x-protobuf",
                            Bytes.copyOf(new byte[] {10, 1, 65})))) {
                UpstreamEvent event = userEvent(row.data(), Map.of());

                assertThat(event.contentType()).isEqualTo(row.contentType());
                assertThat(event.body()).isEqualTo(row.body());
            }
        }
    }

    @Test
    void connectAndUserEventsWaitForAnAnswerAndNotificationsDoNot() {
        assertThat(connect(NEWCOMER).isBlocking()).isTrue();
        assertThat(userEvent(Payload.text(""), Map.of()).isBlocking()).isTrue();
        assertThat(new UpstreamEvent.Connected(ALICE, 1).isBlocking()).isFalse();
        assertThat(new UpstreamEvent.Disconnected(ALICE, 2, "").isBlocking()).isFalse();
        assertThat(new UpstreamEvent.Joined(ALICE, 2, "room").isBlocking()).isFalse();
    }

    @Test
    void whatAClientSaidIsNotPrinted() {
        assertThat(userEvent(Payload.text("secret"), Map.of("k", "secret")).toString()
                        + new ConnectionState("secret")
                        + new UpstreamEvent.Connect(
                                ALICE, Map.of("k", List.of("secret")), Map.of(), Map.of(), List.of(), List.of()))
                .doesNotContain("secret");
    }
}
