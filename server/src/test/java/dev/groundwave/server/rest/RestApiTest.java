package dev.groundwave.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.hub.delivery.EncodedFrame;
import dev.groundwave.hub.delivery.FrameEncoder;
import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.ServiceMessage;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every call. Source: rest-api.md, sections 1 to 4, 8 and 9. */
final class RestApiTest {
    private final RestFixture rest = new RestFixture();

    private static void assertNothing(RestResponse response, int status) {
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.body()).isEqualTo(Bytes.EMPTY);
    }

    @Nested
    final class Health {
        @ParameterizedTest
        @ValueSource(strings = {"HEAD", "GET"})
        void isAnsweredWithoutAToken(String method) {
            RestHead head = RestFixture.anonymous(rest.head(method, "/api/health?api-version=2024-12-01"));

            RestResponse response = rest.call(head);

            assertNothing(response, 200);
            assertThat(RestFixture.header(response, "api-supported-versions")).isEmpty();
        }

        @Test
        void isUnavailableWhileDraining() {
            rest.drain();

            RestResponse response = rest.call("HEAD", "/api/health");

            assertNothing(response, 503);
            assertThat(RestFixture.header(response, "Retry-After")).contains("1");
        }

        @Test
        void takesNoOtherMethod() {
            RestResponse response = rest.call("POST", "/api/health");

            assertNothing(response, 405);
            assertThat(RestFixture.header(response, "Allow")).contains("GET, HEAD");
        }
    }

    @Nested
    final class OrderOfChecks {
        @Test
        void drainingComesBeforeTheRouteAndTheToken() {
            rest.drain();
            RestHead head = RestFixture.anonymous(rest.head("GET", "/nowhere"));

            RestResponse response = rest.call(head);

            assertThat(response.status()).isEqualTo(503);
            assertThat(RestFixture.header(response, "Retry-After")).contains("1");
            assertThat(RestFixture.header(response, "x-ms-error-code")).contains("Error.ServiceUnavailable");
        }

        @Test
        void theRouteComesBeforeTheToken() {
            RestHead unknown = RestFixture.anonymous(rest.head("GET", "/api/hubs/chat/nowhere"));
            RestHead wrongMethod = RestFixture.anonymous(rest.head("GET", "/api/hubs/chat/connections/c1"));

            assertNothing(rest.call(unknown), 404);
            RestResponse response = rest.call(wrongMethod);
            assertNothing(response, 405);
            assertThat(RestFixture.header(response, "Allow")).contains("DELETE, HEAD");
        }

        @Test
        void theTokenComesBeforeParametersAndBody() {
            RestHead head = RestFixture.with(
                    rest.head("POST", "/api/hubs/1bad/:send?api-version=1", "content-length", "99999999"),
                    "authorization",
                    List.of("Bearer no.token.atall"));

            assertNothing(rest.call(head), 401);
        }

        @Test
        void parametersComeBeforeTheBody() {
            RestResponse response = rest.send("/api/hubs/chat/:send?messageTtlSeconds=301", "image/png", "x");

            assertThat(response.status()).isEqualTo(400);
            assertThat(response.body().asUtf8()).contains("\"target\":\"messageTtlSeconds\"");
        }

        @Test
        void aRefusedCallHasNoEffect() {
            Inbox inbox = rest.connect("chat", "c1", null);

            assertThat(rest.call("POST", "/api/hubs/chat/:closeConnections?api-version=1")
                            .status())
                    .isEqualTo(400);

            assertThat(inbox.closed()).isEmpty();
        }
    }

    @Nested
    final class Tokens {
        @Test
        void aMissingTokenIsChallengedInOneWord() {
            RestHead head = RestFixture.anonymous(rest.head("HEAD", "/api/hubs/chat/users/u"));

            RestResponse response = rest.call(head);

            assertNothing(response, 401);
            assertThat(RestFixture.header(response, "WWW-Authenticate")).contains("Bearer");
            assertThat(RestFixture.header(response, "api-supported-versions")).isEmpty();
        }

        @Test
        void anInvalidTokenIsRefusedWithAReason() {
            RestHead head = RestFixture.with(
                    rest.head("HEAD", "/api/hubs/chat/users/u"),
                    "authorization",
                    List.of("Bearer " + rest.token("http://elsewhere/api/hubs/chat/users/u")));

            RestResponse response = rest.call(head);

            assertNothing(response, 401);
            assertThat(RestFixture.header(response, "WWW-Authenticate"))
                    .contains("Bearer error=\"invalid_token\", error_description=\"the audience is not this address\"");
        }

        @Test
        void anAudienceMayHaveWhatHubNamesMayHave() {
            assertThat(rest.call("DELETE", "/api/hubs/a[b]`,./connections/c?reason=a|b")
                            .status())
                    .isEqualTo(204);
        }

        @Test
        void aTokenInTheQueryDoesNotCount() {
            String target = "/api/hubs/chat/users/u";
            RestHead head = RestFixture.anonymous(
                    rest.head("HEAD", target + "?access_token=" + rest.token("http://localhost:8080" + target)));

            assertNothing(rest.call(head), 401);
        }
    }

    @Nested
    final class Paths {
        @ParameterizedTest
        @CsvSource({
            "c1,          /api/hubs/chat/connections/c1",
            "c+1,         /api/hubs/chat/connections/c+1",
            "c 1,         /api/hubs/chat/connections/c%201",
            "a/b,         /api/hubs/chat/connections/a%2Fb",
            "a%2Fb,       /api/hubs/chat/connections/a%252Fb",
            "\u00fc@x,    /api/hubs/chat/connections/%C3%BC@x",
            "c1,          /api/hubs/CHAT/connections/c1",
        })
        void namesAreDecodedExactlyOnce(String connectionId, String path) {
            rest.connect("chat", connectionId, null);

            assertThat(rest.call("HEAD", path).status()).isEqualTo(200);
        }

        @Test
        void anEncodedColonIsAColon() {
            assertThat(rest.send("/api/hubs/chat/%3Asend", "text/plain", "x").status())
                    .isEqualTo(202);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/api/hubs/chat/connections/%",
                    "/api/hubs/chat/connections/%4",
                    "/api/hubs/chat/connections/%zz",
                    "/api/hubs/chat/connections/%C3",
                    "/api/hubs/chat/connections/%ED%A0%80",
                    "/api/hubs/chat/connections/%C0%AF",
                    "/api/hubs/%C3/connections/c1",
                    "/api/hubs/chat/connections/c1?x=%zz",
                    "/api/hubs/chat/connections/c1?%FF=1"
                })
        void illFormedPercentSequencesAreRefused(String target) {
            RestResponse response = rest.call("HEAD", target);

            assertThat(response.status()).isEqualTo(400);
            assertThat(RestFixture.header(response, "x-ms-error-code")).contains("Error.BadRequest");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "*",
                    "/",
                    "/api",
                    "/api/hubs",
                    "/api/hubs/chat",
                    "/api/hubs/chat/users//:send",
                    "/api/hubs/chat/users/u/",
                    "/api/hubs/chat/%zz",
                    "/other/api/hubs/chat/users/u"
                })
        void otherPathsAreUnknown(String target) {
            RestResponse response = rest.call("HEAD", target);

            assertNothing(response, 404);
            assertThat(RestFixture.header(response, "x-ms-error-code")).isEmpty();
        }

        @Test
        void whatAProxyWritesBeforeThePathIsNotPartOfIt() {
            rest.connect("chat", "c1", null);
            RestHead plain = rest.head("HEAD", "/api/hubs/chat/connections/c1");

            RestResponse response = rest.call(
                    new RestHead("HEAD", "http://localhost:8080/api/hubs/chat/connections/c1", plain.headers(), false));

            assertThat(response.status()).isEqualTo(200);
        }

        @Test
        void theBasePathOfAPublicEndpointMayStandBeforeAnyPath() {
            RestFixture behindProxy = new RestFixture(new Inbox.Encoder(), "https://push.example.org/Sub/path");
            behindProxy.connect("chat", "c1", null);

            for (String path : List.of(
                    "/sub/path/api/hubs/chat/connections/c1",
                    "/Sub/path/api/hubs/chat/connections/c1",
                    "/api/hubs/chat/connections/c1")) {
                assertThat(behindProxy.call("HEAD", path).status()).as(path).isEqualTo(200);
            }
            assertThat(behindProxy
                            .call("HEAD", "/path/api/hubs/chat/connections/c1")
                            .status())
                    .isEqualTo(404);
        }
    }

    @Nested
    final class Parameters {
        @ParameterizedTest
        @ValueSource(strings = {"2021-10-01", "2022-11-01", "2023-07-01", "2024-01-01", "2024-12-01"})
        void everySupportedVersionIsTaken(String version) {
            RestResponse response = rest.call("DELETE", "/api/hubs/chat/connections/c?API-Version=" + version);

            assertNothing(response, 204);
            assertThat(RestFixture.header(response, "api-supported-versions")).contains(RestFixture.VERSIONS);
        }

        @Test
        void aMissingVersionIsTheNewest() {
            assertThat(rest.call("DELETE", "/api/hubs/chat/connections/c").status())
                    .isEqualTo(204);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "api-version=2022-10-01-preview",
                    "api-version=",
                    "api-version=2024-12-01&api-version=2024-12-01"
                })
        void anyOtherVersionIsRefusedInThePlainForm(String query) {
            RestResponse response = rest.call("DELETE", "/api/hubs/chat/connections/c?" + query);

            assertThat(response.status()).isEqualTo(400);
            assertThat(response.body().asUtf8())
                    .isEqualTo("{\"code\":\"Error.BadRequest\","
                            + "\"message\":\"The specified API version is not supported.\","
                            + "\"target\":\"api-version\",\"details\":null,\"inner\":null}");
            assertThat(RestFixture.header(response, "api-supported-versions")).contains(RestFixture.VERSIONS);
            assertThat(RestFixture.header(response, "Content-Type")).contains("application/json; charset=utf-8");
        }

        @Test
        void aBadHubIsRefusedInTheValidationForm() {
            RestResponse response = rest.call("DELETE", "/api/hubs/1/connections/c");

            assertThat(response.status()).isEqualTo(400);
            assertThat(response.body().asUtf8())
                    .isEqualTo("{\"code\":\"Error.BadRequest\",\"message\":\"Invalid hub name.\",\"target\":\"hub\","
                            + "\"errors\":{\"hub\":[\"Invalid hub name.\"]},\"type\":null,"
                            + "\"title\":\"One or more validation errors occurred.\",\"status\":400,\"detail\":null,"
                            + "\"instance\":null,\"extensions\":{}}");
            assertThat(RestFixture.header(response, "Content-Type"))
                    .contains("application/problem+json; charset=utf-8");
            assertThat(RestFixture.header(response, "x-ms-error-code")).contains("Error.BadRequest");
            assertThat(RestFixture.header(response, "api-supported-versions")).isEmpty();
        }

        @Test
        void aSingleValueGivenTwiceIsRefused() {
            RestResponse response = rest.call("DELETE", "/api/hubs/chat/connections/c?reason=a&REASON=b");

            assertThat(response.status()).isEqualTo(400);
            assertThat(response.body().asUtf8()).contains("\"target\":\"reason\"");
        }

        @Test
        void unknownParametersAreIgnored() {
            assertThat(rest.call("DELETE", "/api/hubs/chat/connections/c?x=1&x=2&&=&filter=nonsense")
                            .status())
                    .isEqualTo(204);
        }
    }

    @Nested
    final class RequestIds {
        @Test
        void everyAnswerHasAnIdOfItsOwn() {
            String first = RestFixture.header(rest.call("GET", "/nowhere"), "x-ms-request-id")
                    .orElseThrow();
            String second = RestFixture.header(rest.call("DELETE", "/api/hubs/chat/connections/c"), "x-ms-request-id")
                    .orElseThrow();

            assertThat(first).isNotEmpty().isNotEqualTo(second);
            assertThat(RestFixture.header(rest.api().oversized(), "x-ms-request-id"))
                    .isPresent();
        }

        @Test
        void theCallersIdIsEchoed() {
            RestResponse response =
                    rest.call("DELETE", "/api/hubs/chat/connections/c", "x-ms-client-request-id", "my id-1");

            assertThat(RestFixture.header(response, "x-ms-client-request-id")).contains("my id-1");
        }

        @Test
        void anIdThatIsLongOrNotPrintableAsciiIsNotEchoed() {
            for (String id : List.of("x".repeat(129), "\u00e4", "a\tb", "")) {
                RestResponse response =
                        rest.call("DELETE", "/api/hubs/chat/connections/c", "x-ms-client-request-id", id);

                assertThat(RestFixture.header(response, "x-ms-client-request-id"))
                        .as(id)
                        .isEmpty();
            }
        }
    }

    @Test
    void aFaultInTheHubIsAnInternalError() {
        FrameEncoder broken = new FrameEncoder() {
            @Override
            public EncodedFrame encode(ServiceMessage message, Dialect dialect) {
                throw new IllegalStateException("broken on purpose");
            }

            @Override
            public EncodedFrame join(List<EncodedFrame> frames) {
                throw new IllegalStateException("broken on purpose");
            }
        };
        RestFixture faulty = new RestFixture(broken);
        faulty.connect("chat", "c1", null);

        RestResponse answer =
                faulty.onLane(() -> faulty.send("/api/hubs/chat/connections/c1/:send", "text/plain", "x"));

        assertThat(answer.status()).isEqualTo(500);
        assertThat(RestFixture.header(answer, "x-ms-error-code")).contains("Error.InternalServerError");
    }

    @Test
    void nothingSecretStandsInTheTextOfARequestOrAnAnswer() {
        RestHead head = rest.head("POST", "/api/hubs/chat/:generateToken?userId=secret");

        assertThat(head.toString()).isEqualTo("RestHead[POST]");
        assertThat(rest.call(head).toString()).matches("RestResponse\\[200, \\d+ bytes]");
    }
}
