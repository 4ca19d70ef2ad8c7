package dev.groundwave.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The four sends. Source: rest-api.md, sections 5.2 to 5.4. */
final class RestSendTest {
    private final RestFixture rest = new RestFixture();

    private static ServiceMessage fromServer(Payload data) {
        return new ServiceMessage.ServerData(data, Map.of(), OptionalLong.empty());
    }

    private static void assertAccepted(RestResponse response) {
        assertThat(response.status()).isEqualTo(202);
        assertThat(response.body()).isEqualTo(Bytes.EMPTY);
        assertThat(RestFixture.header(response, "api-supported-versions")).contains(RestFixture.VERSIONS);
        assertThat(RestFixture.header(response, "Content-Type")).isEmpty();
    }

    private static void assertRefused(RestResponse response, int status, String target) {
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.body().asUtf8()).contains("\"target\":\"" + target + "\"");
    }

    @Nested
    final class Recipients {
        private final Inbox ann = rest.connect("chat", "c1", "ann", "room");
        private final Inbox annAgain = rest.connect("chat", "c2", "ann");
        private final Inbox bob = rest.connect("chat", "c3", "bob", "room");
        private final Inbox stranger = rest.connect("other", "c4", "ann", "room");

        private List<Integer> counts() {
            return List.of(
                    ann.messages().size(),
                    annAgain.messages().size(),
                    bob.messages().size(),
                    stranger.messages().size());
        }

        @Test
        void areAllOfTheHub() {
            assertAccepted(rest.send("/api/hubs/chat/:send", "text/plain", "hi"));

            assertThat(counts()).containsExactly(1, 1, 1, 0);
            assertThat(ann.messages()).containsExactly(fromServer(Payload.text("hi")));
        }

        @Test
        void areTheMembersOfAGroupWhoAreToldTheGroup() {
            assertAccepted(rest.send("/api/hubs/chat/groups/room/:send", "text/plain", "hi"));

            assertThat(counts()).containsExactly(1, 0, 1, 0);
            assertThat(bob.messages())
                    .containsExactly(new ServiceMessage.GroupData(
                            "room", Optional.empty(), Payload.text("hi"), Map.of(), OptionalLong.empty()));
        }

        @Test
        void areTheConnectionsOfAUser() {
            assertAccepted(rest.send("/api/hubs/chat/users/ann/:send", "text/plain", "hi"));

            assertThat(counts()).containsExactly(1, 1, 0, 0);
        }

        @Test
        void areOneConnection() {
            assertAccepted(rest.send("/api/hubs/chat/connections/c2/:send", "text/plain", "hi"));

            assertThat(counts()).containsExactly(0, 1, 0, 0);
        }

        @Test
        void areNotTheExcludedOnesWhichAreRepeatedAndNotSplit() {
            assertAccepted(rest.send("/api/hubs/chat/:send?excluded=c1&Excluded=c3", "text/plain", "hi"));
            assertAccepted(rest.send("/api/hubs/chat/groups/room/:send?excluded=c1,c3", "text/plain", "hi"));

            assertThat(counts()).containsExactly(1, 1, 1, 0);
        }

        @Test
        void mayBeNobody() {
            assertAccepted(rest.send("/api/hubs/chat/groups/empty/:send", "text/plain", "hi"));
            assertAccepted(rest.send("/api/hubs/chat/users/nobody/:send", "text/plain", "hi"));
            assertAccepted(rest.send("/api/hubs/chat/connections/none/:send", "text/plain", "hi"));
            assertAccepted(rest.send("/api/hubs/empty/:send", "text/plain", "hi"));

            assertThat(counts()).containsExactly(0, 0, 0, 0);
        }

        @Test
        void exclusionsAreNoParameterOfAUserOrAConnection() {
            assertAccepted(rest.send("/api/hubs/chat/users/ann/:send?excluded=c1", "text/plain", "hi"));
            assertAccepted(rest.send("/api/hubs/chat/connections/c1/:send?excluded=c1", "text/plain", "hi"));

            assertThat(counts()).containsExactly(2, 1, 0, 0);
        }
    }

    @Test
    void theAnswerWaitsUntilEveryLaneTookTheMessage() {
        Inbox inbox = rest.connect("chat", "c1", null);
        RestHead head = rest.head("POST", "/api/hubs/chat/:send", "content-length", "2");
        RestCall.Awaiting awaiting = (RestCall.Awaiting) rest.api().open(head);

        CompletionStage<RestResponse> answer = awaiting.body().apply(Bytes.utf8("hi"));

        assertThat(answer.toCompletableFuture()).isNotDone();
        assertThat(rest.lane().waiting()).isEqualTo(1);
        assertAccepted(rest.await(answer));
        assertThat(inbox.messages()).hasSize(1);
    }

    @Nested
    final class ContentTypes {
        private final Inbox inbox = rest.connect("chat", "c1", null);

        private Payload delivered(String contentType, Bytes body) {
            assertAccepted(rest.send("/api/hubs/chat/:send", contentType, body));
            return ((ServiceMessage.ServerData) inbox.messages().getLast()).data();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "text/plain",
                    "TEXT/Plain",
                    "text/plain; charset=utf-8",
                    "text/plain;charset=\"UTF-8\"",
                    "text/plain ; format=flowed; charset=Utf-8 ;"
                })
        void textIsUtf8ByDefault(String contentType) {
            assertThat(delivered(contentType, Bytes.utf8("\u00e4\u20ac"))).isEqualTo(Payload.text("\u00e4\u20ac"));
        }

        @Test
        void textMayHoldTheReplacementCharacter() {
            assertThat(delivered("text/plain", Bytes.utf8("a\uFFFDb"))).isEqualTo(Payload.text("a\uFFFDb"));
        }

        @Test
        void textIsDecodedByItsCharset() {
            Bytes latin1 = Bytes.wrap("\u00e4".getBytes(StandardCharsets.ISO_8859_1));

            assertThat(delivered("text/plain; charset=iso-8859-1", latin1)).isEqualTo(Payload.text("\u00e4"));
        }

        @Test
        void jsonKeepsItsVeryBytes() {
            String json = " {\"b\":1.0e400, \"a\":\"\\u00e4\", \"b\":[null,-0]}\n";

            assertThat(delivered("application/json", Bytes.utf8(json))).isEqualTo(Payload.jsonRaw(json));
        }

        @Test
        void jsonLosesItsByteOrderMarkOnly() {
            assertThat(delivered("application/json", Bytes.utf8("\uFEFF[1 ]"))).isEqualTo(Payload.jsonRaw("[1 ]"));
        }

        @Test
        void jsonIsDecodedByItsCharset() {
            Bytes utf16 = Bytes.wrap("\"\u20ac\"".getBytes(StandardCharsets.UTF_16LE));

            assertThat(delivered("application/json; charset=utf-16le", utf16)).isEqualTo(Payload.jsonRaw("\"\u20ac\""));
        }

        @ParameterizedTest
        @ValueSource(strings = {"application/octet-stream", "application/octet-stream; charset=nonsense", "", " "})
        void anythingElseKnownAndNothingAtAllAreBytes(String contentType) {
            Bytes bytes = Bytes.copyOf(new byte[] {0, -1, 7});

            assertThat(delivered(contentType, bytes)).isEqualTo(new Payload.Binary(bytes));
        }

        @Test
        void anAbsentContentTypeMeansBytes() {
            RestHead head = rest.head("POST", "/api/hubs/chat/:send", "content-length", "1");
            RestCall.Awaiting call = (RestCall.Awaiting) rest.api().open(head);

            assertAccepted(rest.await(call.body().apply(Bytes.utf8("x"))));

            assertThat(inbox.messages()).containsExactly(fromServer(new Payload.Binary(Bytes.utf8("x"))));
        }

        @Test
        void emptyTextAndEmptyBytesAreMessages() {
            assertThat(delivered("text/plain", Bytes.EMPTY)).isEqualTo(Payload.text(""));
            assertThat(delivered("application/octet-stream", Bytes.EMPTY)).isEqualTo(new Payload.Binary(Bytes.EMPTY));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "image/png",
                    "text",
                    "text/html",
                    "application/problem+json",
                    "text/plain charset=utf-8",
                    "text/plain; charset",
                    "text/plain; charset=\"utf-8",
                    "text/plain; charset=no-such-charset",
                    "application/json; charset=*"
                })
        void otherTypesAndUnknownCharsetsAreUnsupported(String contentType) {
            RestResponse response = rest.send("/api/hubs/chat/:send", contentType, "{}");

            assertRefused(response, 415, "Request");
            assertThat(RestFixture.header(response, "x-ms-error-code")).contains("Error.UnsupportedMediaType");
            assertThat(inbox.messages()).isEmpty();
        }

        @Test
        void anUnsupportedTypeIsRefusedBeforeTheBodyIsRead() {
            RestHead head =
                    rest.head("POST", "/api/hubs/chat/:send", "content-length", "5", "content-type", "image/png");

            assertThat(rest.api().open(head)).isInstanceOf(RestCall.Answered.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"text/plain", "application/json", "text/plain; charset=us-ascii"})
        void bytesThatAreNotOfTheCharsetAreRefused(String contentType) {
            Bytes broken = Bytes.copyOf(new byte[] {'"', (byte) 0xC3, '"'});

            assertRefused(rest.send("/api/hubs/chat/:send", contentType, broken), 400, "Request");
            assertThat(inbox.messages()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "{",
                    "[1,]",
                    "{\"a\":1,}",
                    "'a'",
                    "\"a",
                    "\"a\nb\"",
                    "\"\\x\"",
                    "01",
                    "1.",
                    "NaN",
                    "1 2",
                    "{} {}",
                    "[]]",
                    "nul",
                    "tru e",
                    "// comment\n1",
                    "\uFEFF\uFEFF1"
                })
        void whatIsNotOneJsonValueIsRefused(String body) {
            RestResponse response = rest.send("/api/hubs/chat/:send", "application/json", body);

            assertThat(response.status()).isEqualTo(400);
            assertThat(response.body().asUtf8())
                    .isEqualTo("{\"code\":\"Error.BadRequest\","
                            + "\"message\":\"The request body is not a valid JSON.\","
                            + "\"target\":\"Request\",\"details\":null,\"inner\":null}");
            assertThat(inbox.messages()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"null", " null\n", "\uFEFFnull"})
        void nullIsRefusedBecauseClientsFailOnIt(String body) {
            RestResponse response = rest.send("/api/hubs/chat/:send", "application/json", body);

            assertThat(response.status()).isEqualTo(400);
            assertThat(response.body().asUtf8()).contains("A JSON null cannot be sent.");
            assertThat(inbox.messages()).isEmpty();
        }

        @Test
        void jsonMayHaveLongNumbersAndNamesButIsNotNestedForEver() {
            assertAccepted(rest.send("/api/hubs/chat/:send", "application/json", "1".repeat(100_000)));
            assertAccepted(
                    rest.send("/api/hubs/chat/:send", "application/json", "{\"" + "n".repeat(100_000) + "\":0}"));
            assertRefused(
                    rest.send("/api/hubs/chat/:send", "application/json", "[".repeat(5000) + "]".repeat(5000)),
                    400,
                    "Request");
        }
    }

    @Nested
    final class Lengths {
        private static final int LIMIT = 1_048_576;

        private RestCall open(String... headers) {
            return rest.api().open(rest.head("POST", "/api/hubs/chat/:send", headers));
        }

        private void assertRefusedUnread(RestCall call, String message) {
            assertThat(call).isInstanceOf(RestCall.Answered.class);
            RestResponse response = ((RestCall.Answered) call).response();
            assertRefused(response, 400, "Request");
            assertThat(response.body().asUtf8()).contains("\"message\":\"" + message + "\"");
        }

        @Test
        void aBodyOfTheLimitIsRead() {
            RestCall call = open("content-length", Integer.toString(LIMIT));

            assertThat(call).isInstanceOf(RestCall.Awaiting.class);
            assertThat(((RestCall.Awaiting) call).maxBytes()).isEqualTo(LIMIT);
        }

        @ParameterizedTest
        @ValueSource(strings = {"1048577", "9999999999", "99999999999999999999999"})
        void aBodyAboveTheLimitIsRefusedUnread(String length) {
            assertRefusedUnread(open("content-length", length), "The request body is too large.");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "-1", "+1", "1x", "0x10"})
        void aLengthThatIsNoNumberIsRefused(String length) {
            assertRefusedUnread(open("content-length", length), "Invalid Content-Length header.");
        }

        @Test
        void aBodyOfUnknownLengthIsRefused() {
            assertRefusedUnread(open("transfer-encoding", "chunked"), "Invalid Content-Length header.");
            assertRefusedUnread(open(), "Invalid Content-Length header.");
        }

        @Test
        void aBodyThatGrowsAboveTheLimitIsRefusedAllTheSame() {
            RestCall.Awaiting call = (RestCall.Awaiting) open("content-length", "1");

            assertRefused(rest.await(call.body().apply(Bytes.wrap(new byte[LIMIT + 1]))), 400, "Request");
        }
    }

    @Nested
    final class Parameters {
        private final Inbox inbox = rest.connect("chat", "c1", "ann", "room");

        @ParameterizedTest
        @ValueSource(strings = {"-1", "301", "1.5", "abc", "", "%20", "+5", "99999999999999999999"})
        void aTtlOutsideItsRangeIsRefused(String ttl) {
            for (String path : List.of("", "groups/room/", "users/ann/", "connections/c1/")) {
                String target = "/api/hubs/chat/" + path + ":send?messageTtlSeconds=" + ttl;
                RestResponse response = rest.send(target, "text/plain", "x");

                assertRefused(response, 400, "messageTtlSeconds");
                assertThat(response.body().asUtf8()).contains("\"errors\":{\"messageTtlSeconds\":[");
            }
            assertThat(inbox.messages()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "1", "300"})
        void aTtlInItsRangeIsAccepted(String ttl) {
            assertAccepted(rest.send("/api/hubs/chat/:send?messageTtlSeconds=" + ttl, "text/plain", "x"));

            assertThat(inbox.messages()).hasSize(1);
        }

        @Test
        void aFilterThatIsNoneIsRefusedAndNeverIgnored() {
            for (String path : List.of("", "groups/room/", "users/ann/")) {
                assertRefused(
                        rest.send("/api/hubs/chat/" + path + ":send?filter=userId", "text/plain", "x"), 400, "filter");
            }
            assertThat(inbox.messages()).isEmpty();
        }

        @Test
        void anEmptyFilterIsNoFilter() {
            assertAccepted(rest.send("/api/hubs/chat/:send?filter=", "text/plain", "x"));
        }

        @Test
        void aFilterIsNoParameterOfASendToAConnection() {
            assertAccepted(rest.send("/api/hubs/chat/connections/c1/:send?filter=nonsense", "text/plain", "x"));
        }

        @ParameterizedTest
        @CsvSource({"%20", "%E3%80%80"})
        void aBlankGroupIsRefused(String group) {
            RestResponse response = rest.send("/api/hubs/chat/groups/" + group + "/:send", "text/plain", "x");

            assertRefused(response, 400, "group");
        }

        @Test
        void aGroupNameMayHave1024Characters() {
            assertAccepted(rest.send("/api/hubs/chat/groups/" + "g".repeat(1024) + "/:send", "text/plain", "x"));
            assertRefused(
                    rest.send("/api/hubs/chat/groups/" + "g".repeat(1025) + "/:send", "text/plain", "x"), 400, "group");
        }
    }

    @Nested
    final class Metadata {
        private final Inbox inbox = rest.connect("chat", "c1", null);

        private RestResponse sendWith(String name, List<String> values) {
            RestHead head = RestFixture.with(
                    rest.head("POST", "/api/hubs/chat/:send", "content-type", "text/plain", "content-length", "1"),
                    name,
                    values);
            return switch (rest.api().open(head)) {
                case RestCall.Awaiting awaiting -> rest.await(awaiting.body().apply(Bytes.utf8("x")));
                case RestCall.Answered(RestResponse response) -> response;
                case RestCall.Ready _ -> throw new AssertionError("a send needs its body");
                case RestCall.Deferred _ -> throw new AssertionError("nothing to wait for in a key token");
            };
        }

        private Map<String, String> delivered() {
            return ((ServiceMessage.ServerData) inbox.messages().getLast()).metadata();
        }

        @Test
        void travelsInHeaders() {
            assertAccepted(sendWith("x-webpubsub-metadata-trace", List.of("a, b")));

            assertThat(delivered()).isEqualTo(Map.of("trace", "a, b"));
        }

        @Test
        void ofARepeatedHeaderTheLastPartCounts() {
            assertAccepted(sendWith("x-webpubsub-metadata-trace", List.of("a", "b, c")));

            assertThat(delivered()).isEqualTo(Map.of("trace", "c"));
        }

        @Test
        void beyondItsLimitsIsRefused() {
            for (Map.Entry<String, String> header : List.of(
                    Map.entry("", "v"),
                    Map.entry("k".repeat(257), "v"),
                    Map.entry("k", "v".repeat(1025)),
                    Map.entry("k", "\u00e4"))) {
                assertRefused(
                        sendWith("x-webpubsub-metadata-" + header.getKey(), List.of(header.getValue())),
                        400,
                        "Request");
            }
            assertThat(inbox.messages()).isEmpty();
        }
    }
}
