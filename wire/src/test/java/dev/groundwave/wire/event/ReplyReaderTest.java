package dev.groundwave.wire.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Source: events-and-operations.md, sections 1.9, 1.11 and 1.13. */
final class ReplyReaderTest {
    private static final UpstreamReply NOTHING = new UpstreamReply.Nothing(Optional.empty());

    private final ReplyReader reader = new ReplyReader();

    private static UpstreamResponse response(int status, String body, String... headers) {
        List<Map.Entry<String, String>> list = new ArrayList<>();
        for (int i = 0; i < headers.length; i += 2) {
            list.add(Map.entry(headers[i], headers[i + 1]));
        }
        return new UpstreamResponse(status, list, Bytes.utf8(body));
    }

    private static UpstreamReply.Reply reply(Payload data) {
        return new UpstreamReply.Reply(data, Map.of(), Optional.empty());
    }

    @Nested
    final class Connect {
        private UpstreamReply read(String body, String... headers) {
            return reader.connect(response(200, body, headers));
        }

        private UpstreamReply.Accepted accepted(String body, String... headers) {
            return (UpstreamReply.Accepted) read(body, headers);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "null", "{}", " {\"userId\":null,\"roles\":null,\"groups\":null}", "{\"x\":[{}]}"})
        void keepsWhatTheTokenSays(String body) {
            assertThat(read(body))
                    .isEqualTo(new UpstreamReply.Accepted(
                            Optional.empty(), Optional.empty(), List.of(), Optional.empty(), Optional.empty()));
        }

        @Test
        void isReadWhateverItsContentTypeIs() {
            assertThat(accepted("{\"userId\":\"bob\"}", "content-type", "text/plain")
                            .userId())
                    .contains("bob");
        }

        @Test
        void replacesUserRolesGroupsAndSubprotocol() {
            assertThat(accepted("{\"userId\":\"bob\",\"roles\":[\"r\"],\"groups\":[\"g\"],\"subprotocol\":\"p\"}"))
                    .isEqualTo(new UpstreamReply.Accepted(
                            Optional.of("bob"),
                            Optional.of(List.of("r")),
                            List.of("g"),
                            Optional.of("p"),
                            Optional.empty()));
        }

        @Test
        void replacesByAnEmptyUserAndByNoRoles() {
            UpstreamReply.Accepted accepted = accepted("{\"userId\":\"\",\"roles\":[],\"groups\":[]}");

            assertThat(accepted.userId()).contains("");
            assertThat(accepted.roles()).contains(List.of());
            assertThat(accepted.groups()).isEmpty();
        }

        @Test
        void bringsTheStateAlsoAnEmptyOne() {
            assertThat(accepted("", "CE-ConnectionState", "s").state()).contains(new ConnectionState("s"));
            assertThat(accepted("", "ce-connectionstate", "").state()).contains(new ConnectionState(""));
        }

        @Test
        void withARepeatedStateCountsTheLastOne() {
            assertThat(accepted("", "ce-connectionState", "a", "ce-connectionState", "b")
                            .state())
                    .contains(new ConnectionState("b"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{",
                    "[]",
                    "\"x\"",
                    "{} {}",
                    "{\"userId\":1}",
                    "{\"roles\":\"r\"}",
                    "{\"roles\":[null]}",
                    "{\"groups\":{}}",
                    "{\"groups\":[\"g\",null]}",
                    "{\"groups\":[\" \"]}",
                    "{\"subprotocol\":[]}"
                })
        void thatBreaksTheContractIsAFailure(String body) {
            assertThat(read(body)).isInstanceOf(UpstreamReply.Failed.class);
        }

        @Test
        void withNamesThatAreTooLongIsAFailure() {
            assertThat(read("{\"groups\":[\"" + "g".repeat(1025) + "\"]}")).isInstanceOf(UpstreamReply.Failed.class);
            assertThat(read("{\"userId\":\"" + "u".repeat(1025) + "\"}")).isInstanceOf(UpstreamReply.Failed.class);
            assertThat(read("", "ce-connectionState", "s".repeat(8193))).isInstanceOf(UpstreamReply.Failed.class);
            assertThat(accepted("", "ce-connectionState", "s".repeat(8192)).state())
                    .isPresent();
        }

        @Test
        void thatSaysNoKeepsStatusAndBody() {
            assertThat(reader.connect(response(403, "go away", "Content-Type", "text/plain")))
                    .isEqualTo(new UpstreamReply.Rejected(403, Optional.of("text/plain"), Bytes.utf8("go away")));
        }
    }

    @Nested
    final class UserEvent {
        private UpstreamReply read(String body, String... headers) {
            return reader.userEvent(response(200, body, headers), false);
        }

        @Test
        void withoutABodySaysNothing() {
            assertThat(reader.userEvent(response(204, ""), false)).isEqualTo(NOTHING);
            assertThat(read("", "Content-Type", "application/octet-stream")).isEqualTo(NOTHING);
        }

        @Test
        void withMetadataOnlyIsAnEmptyText() {
            assertThat(read("", "X-WebPubSub-Metadata-Trace", "x"))
                    .isEqualTo(new UpstreamReply.Reply(Payload.text(""), Map.of("trace", "x"), Optional.empty()));
        }

        @Test
        void isAMessageByItsContentType() {
            assertThat(read("é", "Content-Type", "text/plain; charset=utf-8")).isEqualTo(reply(Payload.text("é")));
            assertThat(read("{\"a\":1.0}", "content-type", "Application/JSON"))
                    .isEqualTo(reply(Payload.jsonRaw("{\"a\":1.0}")));
            assertThat(read("x", "Content-Type", "application/octet-stream"))
                    .isEqualTo(reply(Payload.binary(new byte[] {'x'})));
            assertThat(read("x")).isEqualTo(reply(Payload.binary(new byte[] {'x'})));
            assertThat(read("\n\u0001A", "Content-Type", "application/x-protobuf"))
                    .isEqualTo(reply(Payload.protobuf(new byte[] {10, 1, 65})));
        }

        @Test
        void ofAnotherContentTypeIsAFailure() {
            assertThat(read("<p>", "Content-Type", "text/html")).isInstanceOf(UpstreamReply.Failed.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"{", "null", "1 2"})
        void thatIsNoJsonAsItClaimsIsTextForSimpleClientsOnly(String body) {
            UpstreamResponse response = response(200, body, "Content-Type", "application/json");

            assertThat(reader.userEvent(response, false)).isInstanceOf(UpstreamReply.Failed.class);
            assertThat(reader.userEvent(response, true)).isEqualTo(reply(Payload.text(body)));
        }

        @Test
        void thatIsNoProtobufAsItClaimsIsAFailure() {
            assertThat(read("\n\u0009A", "Content-Type", "application/x-protobuf"))
                    .isInstanceOf(UpstreamReply.Failed.class);
        }

        @Test
        void bringsMetadataWithKeysInLowerCaseAndTheLastValue() {
            assertThat(read(
                            "hi",
                            "Content-Type",
                            "text/plain",
                            "X-WebPubSub-Metadata-A",
                            "1, 2",
                            "x-webpubsub-metadata-a",
                            "3, 4"))
                    .isEqualTo(new UpstreamReply.Reply(Payload.text("hi"), Map.of("a", "3, 4"), Optional.empty()));
        }

        @Test
        void withMetadataAgainstTheLimitsIsAFailure() {
            assertThat(read("hi", "Content-Type", "text/plain", "x-webpubsub-metadata-a", "v".repeat(1025)))
                    .isInstanceOf(UpstreamReply.Failed.class);
            assertThat(read("hi", "Content-Type", "text/plain", "x-webpubsub-metadata-", "v"))
                    .isInstanceOf(UpstreamReply.Failed.class);
        }

        @Test
        void bringsTheState() {
            assertThat(read("", "ce-connectionState", "s"))
                    .isEqualTo(new UpstreamReply.Nothing(Optional.of(new ConnectionState("s"))));
        }

        @Test
        void thatSaysNoIsRejected() {
            assertThat(reader.userEvent(response(500, "no"), true))
                    .isEqualTo(new UpstreamReply.Rejected(500, Optional.empty(), Bytes.utf8("no")));
        }
    }
}
