package dev.groundwave.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.Permission;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each call puts on the wire. Source: rest-api.md, sections 1 and 5. */
class RequestsTest {
    private static final String HUB = "/api/hubs/chat";
    private static final Payload HELLO = Payload.text("hello");
    private static final SendOptions ALL_SEND_OPTIONS = SendOptions.none()
            .withExcluded("c1", "c2")
            .withFilter(Filter.of("userId ne {}", "a b"))
            .withMessageTtlSeconds(60);
    private static final String ALL_SEND_QUERY =
            "?excluded=c1&excluded=c2&filter=userId%20ne%20%27a%20b%27&messageTtlSeconds=60";
    private static final CloseOptions ALL_CLOSE_OPTIONS =
            CloseOptions.none().withExcluded("c1", "c2").withReason("good bye & thanks");
    private static final String ALL_CLOSE_QUERY = "?excluded=c1&excluded=c2&reason=good%20bye%20%26%20thanks";

    private final ScriptedService service = new ScriptedService();

    @AfterEach
    void end() {
        service.close();
    }

    static Stream<Arguments> calls() {
        return Stream.of(sends(), existence(), membership(), closing(), permissions())
                .flatMap(calls -> calls);
    }

    private static Stream<Arguments> sends() {
        return Stream.of(
                call("POST " + HUB + "/:send", hub -> hub.sendToAll(HELLO)),
                call("POST " + HUB + "/:send" + ALL_SEND_QUERY, hub -> hub.sendToAll(HELLO, ALL_SEND_OPTIONS)),
                call("POST " + HUB + "/groups/g/:send", hub -> hub.sendToGroup("g", HELLO)),
                call(
                        "POST " + HUB + "/groups/g/:send" + ALL_SEND_QUERY,
                        hub -> hub.sendToGroup("g", HELLO, ALL_SEND_OPTIONS)),
                call("POST " + HUB + "/users/u/:send", hub -> hub.sendToUser("u", HELLO)),
                call(
                        "POST " + HUB + "/users/u/:send?messageTtlSeconds=0",
                        hub -> hub.sendToUser("u", HELLO, SendOptions.none().withMessageTtlSeconds(0))),
                call("POST " + HUB + "/connections/c/:send", hub -> hub.sendToConnection("c", HELLO)),
                call(
                        "POST " + HUB + "/connections/c/:send?messageTtlSeconds=999",
                        hub -> hub.sendToConnection(
                                "c", HELLO, SendOptions.none().withMessageTtlSeconds(999))));
    }

    private static Stream<Arguments> existence() {
        return Stream.of(
                call("HEAD " + HUB + "/connections/c", hub -> hub.connectionExists("c")),
                call("HEAD " + HUB + "/groups/g", hub -> hub.groupExists("g")),
                call("HEAD " + HUB + "/users/u", hub -> hub.userExists("u")));
    }

    private static Stream<Arguments> membership() {
        List<String> groups = List.of("g");
        return Stream.of(
                call("PUT " + HUB + "/groups/g/connections/c", hub -> hub.addConnectionToGroup("g", "c")),
                call("DELETE " + HUB + "/groups/g/connections/c", hub -> hub.removeConnectionFromGroup("g", "c")),
                call("DELETE " + HUB + "/connections/c/groups", hub -> hub.removeConnectionFromAllGroups("c")),
                call("PUT " + HUB + "/users/u/groups/g", hub -> hub.addUserToGroup("g", "u")),
                call("DELETE " + HUB + "/users/u/groups/g", hub -> hub.removeUserFromGroup("g", "u")),
                call("DELETE " + HUB + "/users/u/groups", hub -> hub.removeUserFromAllGroups("u")),
                call("POST " + HUB + "/:addToGroups", hub -> hub.addConnectionsToGroups(groups)),
                call("POST " + HUB + "/:removeFromGroups", hub -> hub.removeConnectionsFromGroups(groups)));
    }

    private static Stream<Arguments> closing() {
        return Stream.of(
                call("DELETE " + HUB + "/connections/c", hub -> hub.closeConnection("c")),
                call("DELETE " + HUB + "/connections/c?reason=so%20long", hub -> hub.closeConnection("c", "so long")),
                call("POST " + HUB + "/:closeConnections", hub -> hub.closeAllConnections(CloseOptions.none())),
                call(
                        "POST " + HUB + "/:closeConnections" + ALL_CLOSE_QUERY,
                        hub -> hub.closeAllConnections(ALL_CLOSE_OPTIONS)),
                call(
                        "POST " + HUB + "/groups/g/:closeConnections" + ALL_CLOSE_QUERY,
                        hub -> hub.closeGroupConnections("g", ALL_CLOSE_OPTIONS)),
                call(
                        "POST " + HUB + "/users/u/:closeConnections" + ALL_CLOSE_QUERY,
                        hub -> hub.closeUserConnections("u", ALL_CLOSE_OPTIONS)));
    }

    private static Stream<Arguments> permissions() {
        String send = HUB + "/permissions/sendToGroup/connections/c?targetName=g";
        String join = HUB + "/permissions/joinLeaveGroup/connections/c?targetName=g";
        return Stream.of(
                call("PUT " + send, hub -> hub.grantPermission(Permission.SEND_TO_GROUP, "c", "g")),
                call("DELETE " + join, hub -> hub.revokePermission(Permission.JOIN_LEAVE_GROUP, "c", "g")),
                call("HEAD " + send, hub -> hub.checkPermission(Permission.SEND_TO_GROUP, "c", "g")));
    }

    private static Arguments call(String line, Consumer<WebPubSubService> call) {
        return Arguments.of(line, call);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void eachCallHasItsMethodPathAndQuery(String line, Consumer<WebPubSubService> call) {
        call.accept(service.client());

        assertThat(service.only().line()).isEqualTo(line);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void eachCallNamesTheVersionOnceAndIsSignedForItsWholeUrl(String line, Consumer<WebPubSubService> call) {
        call.accept(service.client());

        ScriptedService.Request request = service.only();
        assertThat(request.rawTarget()).endsWith("api-version=2024-12-01").containsOnlyOnce("api-version");
        assertThat(request.header("Authorization")).startsWith("Bearer ");
        Jwt token = Jwt.read(request.header("Authorization").substring("Bearer ".length()), ScriptedService.KEY);
        assertThat(token.validSignature()).isTrue();
        assertThat(token.claims()).containsEntry("aud", request.url());
    }

    @Test
    void healthIsAskedWithoutTokenAndOutsideTheHub() {
        assertThat(service.client().health()).isTrue();

        assertThat(service.only().line()).isEqualTo("HEAD /api/health");
        assertThat(service.only().headers()).doesNotContainKey("Authorization");
    }

    @Test
    void callsWithoutBodySayTheLengthZeroAndNoContentType() {
        service.client().closeAllConnections(CloseOptions.none());

        assertThat(service.only().header("Content-length")).isEqualTo("0");
        assertThat(service.only().headers()).doesNotContainKey("Content-type");
    }

    @Nested
    class ABody {
        @Test
        void ofTextIsUtf8AsTextPlain() {
            service.client().sendToAll(Payload.text("grüße"));

            assertThat(service.only().header("Content-type")).isEqualTo("text/plain");
            assertThat(service.only().text()).isEqualTo("grüße");
            assertThat(service.only().header("Content-length")).isEqualTo("7");
        }

        @Test
        void ofJsonKeepsItsRawText() {
            service.client().sendToAll(Payload.jsonRaw("{\"b\": 1.0, \"a\":2}"));

            assertThat(service.only().header("Content-type")).isEqualTo("application/json");
            assertThat(service.only().text()).isEqualTo("{\"b\": 1.0, \"a\":2}");
        }

        @Test
        void ofBytesIsAnOctetStream() {
            byte[] bytes = {0, (byte) 0xff, 7};
            service.client().sendToAll(Payload.binary(bytes));

            assertThat(service.only().header("Content-type")).isEqualTo("application/octet-stream");
            assertThat(service.only().body()).isEqualTo(Bytes.copyOf(bytes));
        }

        @Test
        void mayBeEmpty() {
            service.client().sendToAll(Payload.text(""));

            assertThat(service.only().header("Content-length")).isEqualTo("0");
            assertThat(service.only().header("Content-type")).isEqualTo("text/plain");
        }

        @Test
        void ofProtobufIsRefusedBecauseTheRestCallsKnowNone() {
            WebPubSubService hub = service.client();
            Payload protobuf = Payload.protobuf(new byte[] {1});

            assertThatThrownBy(() -> hub.sendToAll(protobuf)).isInstanceOf(IllegalArgumentException.class);
            assertThat(service.requests()).isEmpty();
        }

        @Test
        void namesGroupsAndFilterAsJson() {
            service.client().addConnectionsToGroups(List.of("a", "\"b\""), Filter.of("userId eq {}", "o'neil"));

            assertThat(service.only().header("Content-type")).isEqualTo("application/json");
            assertThat(service.only().text())
                    .isEqualTo("{\"groups\":[\"a\",\"\\\"b\\\"\"],\"filter\":\"userId eq 'o''neil'\"}");
        }

        @Test
        void leavesTheFilterOutWhenThereIsNone() {
            service.client().removeConnectionsFromGroups(List.of("a"));

            assertThat(service.only().text()).isEqualTo("{\"groups\":[\"a\"]}");
        }

        @Test
        void ofARemovalNamesItsFilterToo() {
            service.client().removeConnectionsFromGroups(List.of("a"), Filter.of("userId eq null"));

            assertThat(service.only().line()).isEqualTo("POST " + HUB + "/:removeFromGroups");
            assertThat(service.only().text()).isEqualTo("{\"groups\":[\"a\"],\"filter\":\"userId eq null\"}");
        }
    }

    @Nested
    class Names {
        @ParameterizedTest
        @MethodSource("dev.groundwave.service.RequestsTest#oddNames")
        void areOneEncodedSegmentOfThePath(String name, String encoded) {
            WebPubSubService hub = service.client();
            hub.groupExists(name);
            hub.userExists(name);
            hub.addConnectionToGroup(name, name);

            assertThat(service.requests())
                    .extracting(ScriptedService.Request::line)
                    .containsExactly(
                            "HEAD " + HUB + "/groups/" + encoded,
                            "HEAD " + HUB + "/users/" + encoded,
                            "PUT " + HUB + "/groups/" + encoded + "/connections/" + encoded);
        }

        @ParameterizedTest
        @MethodSource("dev.groundwave.service.RequestsTest#oddNames")
        void areEncodedInTheQueryTheSameWay(String name, String encoded) {
            service.client().sendToAll(HELLO, SendOptions.none().withExcluded(name, "x"));

            String expected = name.chars().allMatch(c -> c == '.') ? name : encoded;
            assertThat(service.only().line()).isEqualTo("POST " + HUB + "/:send?excluded=" + expected + "&excluded=x");
        }

        @Test
        void ofHubsAreSentInLowerCaseAndEncoded() {
            WebPubSubService.fromConnectionString(service.connectionString(""), "Chat_[1],`x`")
                    .groupExists("g");

            assertThat(service.only().line()).isEqualTo("HEAD /api/hubs/chat_%5B1%5D%2C%60x%60/groups/g");
        }

        @Test
        void thatNobodyCanHaveAreRefusedBeforeAnythingIsSent() {
            WebPubSubService hub = service.client();

            for (Consumer<WebPubSubService> call : List.<Consumer<WebPubSubService>>of(
                    it -> it.userExists(""),
                    it -> it.connectionExists(""),
                    it -> it.groupExists(" "),
                    it -> it.groupExists("g".repeat(1025)),
                    it -> it.userExists("half a pair \ud83d"),
                    it -> it.checkPermission(Permission.SEND_TO_GROUP, "c", ""))) {
                assertThatThrownBy(() -> call.accept(hub)).isInstanceOf(IllegalArgumentException.class);
            }
            assertThat(service.requests()).isEmpty();
        }
    }

    static Stream<Arguments> oddNames() {
        return Stream.of(
                Arguments.of("a/b", "a%2Fb"),
                Arguments.of("ü", "%C3%BC"),
                Arguments.of("c+ü@x", "c%2B%C3%BC%40x"),
                Arguments.of("two words", "two%20words"),
                Arguments.of("100%", "100%25"),
                Arguments.of("%2F", "%252F"),
                Arguments.of("a,b;c?d#e&f=g", "a%2Cb%3Bc%3Fd%23e%26f%3Dg"),
                Arguments.of("\ud83d\ude00", "%F0%9F%98%80"),
                Arguments.of("-._~", "-._~"),
                Arguments.of("..", "%2E%2E"));
    }

    @Nested
    class TheEndpoint {
        @Test
        void mayHaveABasePathInFrontOfEveryCall() {
            WebPubSubService hub =
                    WebPubSubService.fromConnectionString(service.connectionString("/sub/path%20x/"), "chat");
            hub.groupExists("g");
            hub.health();

            assertThat(service.requests())
                    .extracting(ScriptedService.Request::line)
                    .containsExactly("HEAD /sub/path%20x/api/hubs/chat/groups/g", "HEAD /sub/path%20x/api/health");
        }
    }

    @Nested
    class GenerateToken {
        @Test
        void sendsWhatIsAskedForAsRepeatedParameters() {
            service.answers(200, Map.of(), "{\"more\":[1],\"token\":\"t.o.k\"}");

            ClientUrl url = service.client()
                    .generateToken(ClientUrlRequest.forUser("a b")
                            .withRoles("webpubsub.sendToGroup", "webpubsub.joinLeaveGroup.g")
                            .withGroups("g", "h")
                            .withLifetime(Duration.ofSeconds(150)));

            assertThat(service.only().line())
                    .isEqualTo("POST " + HUB + "/:generateToken?userId=a%20b&role=webpubsub.sendToGroup"
                            + "&role=webpubsub.joinLeaveGroup.g&group=g&group=h&minutesToExpire=2");
            assertThat(url.token()).isEqualTo("t.o.k");
            assertThat(url.url().toString())
                    .isEqualTo(service.endpoint().replace("http:", "ws:") + "/client/hubs/chat?access_token=t.o.k");
        }

        @Test
        void asksForAMinuteAtLeast() {
            service.answers(200, Map.of(), "{\"token\":\"t\"}");

            service.client().generateToken(ClientUrlRequest.anonymous().withLifetime(Duration.ofSeconds(1)));

            assertThat(service.only().line()).isEqualTo("POST " + HUB + "/:generateToken?minutesToExpire=1");
        }
    }

    @Nested
    class TheTwin {
        private static final Set<String> BLOCKING_ONLY = Set.of("async", "listConnections");

        @Test
        void hasEveryCallUnderTheSameNameWithTheSameParameters() throws NoSuchMethodException {
            for (Method blocking : WebPubSubService.class.getDeclaredMethods()) {
                boolean call = Modifier.isPublic(blocking.getModifiers())
                        && !Modifier.isStatic(blocking.getModifiers())
                        && !BLOCKING_ONLY.contains(blocking.getName());
                if (call && !blocking.getName().equals("clientAccessUrl")) {
                    Method twin =
                            AsyncWebPubSubService.class.getMethod(blocking.getName(), blocking.getParameterTypes());
                    assertThat(twin.getReturnType())
                            .as(Arrays.toString(blocking.getParameterTypes()))
                            .isEqualTo(CompletableFuture.class);
                }
            }
        }

        @Test
        void completesItsFutureWithTheAnswer() {
            service.answers(200).answers(404);
            AsyncWebPubSubService twin = service.client().async();

            assertThat(twin.userExists("u").join()).isTrue();
            assertThat(twin.userExists("u").join()).isFalse();
        }
    }
}
