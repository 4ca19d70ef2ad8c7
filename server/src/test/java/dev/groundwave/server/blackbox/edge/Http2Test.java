package dev.groundwave.server.blackbox.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.RawHttp2;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.blackbox.TestCertificate;
import dev.groundwave.server.settings.LimitSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("rest-api 4, HTTP/2")
final class Http2Test {
    private static final int BODY_BYTES = 10_000;
    private static final int STREAMS = 128;
    private static final int REFUSED_STREAM = 7;
    private static final int ENHANCE_YOUR_CALM = 11;
    private static final TestCertificate CERTIFICATE = TestCertificate.make("h2", "EC");

    @RegisterExtension
    static final RunningServer SERVER = new RunningServer()
            .tls(CERTIFICATE, false)
            .limits(new LimitSettings(0, 16_384, BODY_BYTES, 1000, 16_777_216));

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_2)
            .sslContext(CERTIFICATE.client())
            .build();

    @AfterEach
    void endClient() {
        client.shutdownNow();
    }

    private static HttpRequest.Builder request(String path) {
        String target = "/api/hubs/" + SERVER.hub() + path;
        return HttpRequest.newBuilder(URI.create("https://" + SERVER.authority() + target))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + SERVER.restToken(target).sign());
    }

    private static HttpRequest send(HttpRequest.BodyPublisher body) {
        return request("/:send")
                .header("Content-Type", "application/octet-stream")
                .POST(body)
                .build();
    }

    private HttpResponse<String> call(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
            return response;
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static int start(RawHttp2 http, String method, String path, boolean last, String... more) {
        String target = "/api/hubs/" + SERVER.hub() + path;
        List<String> fields = new ArrayList<>(
                List.of(":method", method, ":scheme", "https", ":authority", SERVER.authority(), ":path", target));
        fields.addAll(
                List.of("authorization", "Bearer " + SERVER.restToken(target).sign()));
        fields.addAll(List.of(more));
        return http.head(last, fields.toArray(String[]::new));
    }

    @Nested
    final class Choice {
        @Test
        void isTheClients() {
            assertThat(SERVER.agree("h2", "http/1.1")).isEqualTo("h2");
            assertThat(SERVER.agree("http/1.1")).isEqualTo("http/1.1");
            assertThat(SERVER.agree()).isEmpty();
            assertThat(SERVER.agree("spdy/3")).isNotEqualTo("spdy/3");
        }

        @Test
        void leavesWebSocketsOnTheFirstVersion() {
            RawHttp2 http = SERVER.http2();

            http.head(
                    true,
                    ":method",
                    "GET",
                    ":scheme",
                    "https",
                    ":authority",
                    SERVER.authority(),
                    ":path",
                    "/client/hubs/chat");

            RawHttp2.Answer answer = http.answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("HTTP/1.1");
        }
    }

    @Nested
    final class Calls {
        @Test
        void haveTheirEffectBeforeTheirAnswer() {
            RawWebSocket reader = SERVER.json("reader");

            HttpResponse<String> response = call(send(HttpRequest.BodyPublishers.ofString("hello")));

            assertThat(response.statusCode()).isEqualTo(202);
            assertThat(reader.nextText()).contains("\"data\":\"aGVsbG8=\"");
        }

        @Test
        void shareOneConnection() {
            RawWebSocket reader = SERVER.simple(SERVER.token(), "");
            List<CompletableFuture<HttpResponse<Void>>> answers = new ArrayList<>();
            // Else the client opens one for each call, because it cannot know yet that it needs only one.
            call(request("/groups/none").HEAD().build());

            for (int i = 0; i < 100; i++) {
                answers.add(client.sendAsync(
                        send(HttpRequest.BodyPublishers.ofByteArray(new byte[] {(byte) i})),
                        HttpResponse.BodyHandlers.discarding()));
            }

            for (CompletableFuture<HttpResponse<Void>> answer : answers) {
                assertThat(answer.join().statusCode()).isEqualTo(202);
                assertThat(reader.nextBinary()).hasSize(1);
            }
        }

        @Test
        void byHeadAreAnsweredWithoutABody() {
            HttpResponse<String> response = call(request("/groups/none").HEAD().build());

            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.body()).isEmpty();
            assertThat(response.headers().firstValue("x-ms-error-code")).contains("Warning.Group.NotExisted");
            assertThat(response.headers().firstValueAsLong("content-length").orElse(0))
                    .isPositive();
        }

        @Test
        void withABadTokenAre401AndTheConnectionGoesOn() {
            HttpRequest bad = HttpRequest.newBuilder(
                            URI.create("https://" + SERVER.authority() + "/api/hubs/" + SERVER.hub() + "/:send"))
                    .header("Authorization", "Bearer a.b.c")
                    .POST(HttpRequest.BodyPublishers.ofString("x"))
                    .build();

            assertThat(call(bad).statusCode()).isEqualTo(401);
            assertThat(call(request("/:generateToken")
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .build())
                            .body())
                    .startsWith("{\"token\":");
        }

        @Test
        void tellBrowsersToStayWithHttps() {
            assertThat(call(request("/groups/none").HEAD().build()).headers().firstValue("strict-transport-security"))
                    .isPresent();
        }

        @Test
        void withoutAnAuthorityAre400() {
            RawHttp2 http = SERVER.http2();

            http.head(true, ":method", "GET", ":scheme", "https", ":path", "/api/health");

            assertThat(http.answer().status()).isEqualTo(400);
        }

        @Test
        void thatAreTakenBackLeaveTheOthers() {
            RawHttp2 http = SERVER.http2();
            int first = start(http, "POST", "/:send", false, "content-type", "text/plain");
            http.reset(first);

            start(http, "POST", "/:closeConnections", true);

            assertThat(http.answer().status()).isEqualTo(204);
        }
    }

    @Nested
    final class Bodies {
        @Test
        void withoutALengthAreTakenUpToTheLimit() {
            RawWebSocket reader = SERVER.simple(SERVER.token(), "");

            HttpResponse<String> response = call(send(
                    HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[BODY_BYTES]))));

            assertThat(response.statusCode()).isEqualTo(202);
            assertThat(reader.nextBinary()).hasSize(BODY_BYTES);
        }

        @Test
        void ofOneByteMoreAre400WhetherTheirLengthIsToldOrNot() {
            RawWebSocket reader = SERVER.json("reader");
            byte[] tooMuch = new byte[BODY_BYTES + 1];

            RawHttp2 told = SERVER.http2();
            int stream = start(
                    told, "POST", "/:send", false, "content-type", "text/plain", "content-length", "" + tooMuch.length);
            told.data(stream, tooMuch, true);
            RawHttp2 untold = SERVER.http2();
            stream = start(untold, "POST", "/:send", false, "content-type", "text/plain");
            untold.data(stream, tooMuch, true);

            for (RawHttp2 http : List.of(told, untold)) {
                RawHttp2.Answer answer = http.answer();
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.body()).contains("Error.BadRequest");
            }
            reader.expectNothingBeforePong();
        }

        @Test
        void areNotReadPastTheLimit() {
            RawHttp2 http = SERVER.http2();
            int stream = start(http, "POST", "/:send", false, "content-type", "text/plain");

            http.data(stream, new byte[BODY_BYTES + 1], false);

            assertThat(http.answer().status()).isEqualTo(400);
            RawHttp2.Frame end = http.next();
            assertThat(end.type()).isEqualTo(RawHttp2.RST_STREAM);
            assertThat(end.errorCode()).isZero();
        }

        @Test
        void ofAnotherLengthThanToldAreRefused() {
            RawHttp2 http = SERVER.http2();
            int stream = start(http, "POST", "/:send", false, "content-type", "text/plain", "content-length", "5");

            http.data(stream, "hi".getBytes(StandardCharsets.US_ASCII), true);

            assertThat(http.next().type()).isEqualTo(RawHttp2.RST_STREAM);
        }
    }

    @Nested
    final class Limits {
        @Test
        void ofHeadersAnswer431() {
            RawHttp2 http = SERVER.http2();

            start(http, "POST", "/:closeConnections", true, "x-long", "l".repeat(60_000));
            assertThat(http.answer().status()).isEqualTo(204);
            start(http, "POST", "/:closeConnections", true, "x-long", "l".repeat(66_000));
            assertThat(http.answer().status()).isEqualTo(431);
        }

        @Test
        void ofTheRequestLineAnswer414() {
            RawHttp2 http = SERVER.http2();

            start(http, "POST", "/:closeConnections?reason=" + "r".repeat(15_000), true);
            assertThat(http.answer().status()).isEqualTo(204);
            start(http, "POST", "/:closeConnections?reason=" + "r".repeat(17_000), true);
            assertThat(http.answer().status()).isEqualTo(414);
        }

        @Test
        void ofCallsAtOneTimeRefuseTheNextOneOnly() {
            RawHttp2 http = SERVER.http2();
            int first = start(http, "POST", "/:send", false, "content-type", "text/plain");
            for (int i = 1; i < STREAMS; i++) {
                start(http, "POST", "/:send", false, "content-type", "text/plain");
            }

            int oneMore = start(http, "POST", "/:send", false, "content-type", "text/plain");

            RawHttp2.Frame refused = http.next();
            assertThat(refused.type()).isEqualTo(RawHttp2.RST_STREAM);
            assertThat(refused.stream()).isEqualTo(oneMore);
            assertThat(refused.errorCode()).isEqualTo(REFUSED_STREAM);
            http.data(first, "hi".getBytes(StandardCharsets.US_ASCII), true);
            assertThat(http.answer().status()).isEqualTo(202);
        }

        @Test
        void ofResetsEndAConnectionThatDoesNothingElse() {
            RawHttp2 http = SERVER.http2();

            for (int i = 0; i < 1000; i++) {
                http.reset(start(http, "POST", "/:send", false));
            }

            RawHttp2.Frame frame = http.next();
            while (frame.type() != RawHttp2.GOAWAY) {
                frame = http.next();
            }
            assertThat(frame.errorCode()).isEqualTo(ENHANCE_YOUR_CALM);
        }
    }
}
