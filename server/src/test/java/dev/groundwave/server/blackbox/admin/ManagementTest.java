package dev.groundwave.server.blackbox.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.HttpAnswer;
import dev.groundwave.server.blackbox.RawHttp;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.blackbox.ScriptedUpstream;
import dev.groundwave.server.blackbox.ScriptedUpstream.Answer;
import dev.groundwave.server.settings.EventHandlerSettings;
import dev.groundwave.server.settings.EventPattern;
import dev.groundwave.server.settings.HubEventSettings;
import dev.groundwave.server.settings.HubSettings;
import dev.groundwave.server.settings.UpstreamAuth;
import dev.groundwave.server.settings.UpstreamSettings;
import dev.groundwave.server.settings.UrlTemplate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The port for those who look after the service: events-and-operations.md, section 4.4; all else is our choice. */
final class ManagementTest {
    private static final String HUB = "chat";
    private static final String SECRET = "code-0123456789";

    private final ScriptedUpstream upstream = new ScriptedUpstream();
    private final RunningServer server = new RunningServer();

    @BeforeEach
    void start() {
        EventHandlerSettings handler = new EventHandlerSettings(
                new UrlTemplate(upstream.url("/{hub}/{event}?code=" + SECRET)),
                EventPattern.parse("*"),
                Set.of(),
                new UpstreamAuth.Header("Bearer " + SECRET),
                false);
        server.hub(HUB, new HubSettings(false, Duration.ofSeconds(20), new HubEventSettings(List.of(handler), false)))
                .upstream(new UpstreamSettings(Duration.ofSeconds(10), List.of(Duration.ofMillis(1)), 1000))
                .management()
                .drain(Duration.ofSeconds(20))
                .start();
        upstream.nextValidation();
    }

    @AfterEach
    void end() throws IOException {
        server.closeSockets();
        server.stop();
        upstream.close();
    }

    private HttpAnswer get(String target) {
        return server.managementHttp().call(server.managementRequest("GET", target));
    }

    private RawWebSocket client() {
        return server.handshake("/client/hubs/" + HUB + "?access_token="
                        + server.token(HUB).user("alice").sign())
                .offer(RunningServer.JSON)
                .open()
                .started();
    }

    private static String event(String name) {
        return "{\"type\":\"event\",\"event\":\"" + name
                + "\",\"dataType\":\"text\",\"data\":\"private words\",\"ackId\":" + name.length() + "}";
    }

    @Nested
    final class Health {
        @ParameterizedTest
        @CsvSource({"/livez, alive", "/readyz, ready", "/readyz?x=1, ready"})
        void isGoodWhileTheServiceRuns(String target, String word) {
            HttpAnswer answer = get(target);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(word + "\n");
            assertThat(answer.header("Cache-Control")).contains("no-store");
        }

        @Test
        void saysByReadinessThatTheServiceDrains() throws InterruptedException {
            CountDownLatch over = new CountDownLatch(1);
            upstream.answer(_ -> held(over));
            client().text(event("slow"));
            upstream.next("slow");
            RawHttp ready = server.managementHttp();
            RawHttp live = server.managementHttp();
            var readyCall = server.managementRequest("GET", "/readyz");
            var liveCall = server.managementRequest("GET", "/livez");
            RawHttp health = server.http();
            var healthCall = server.request("GET", "/api/health").unsigned();

            Thread stopping = Thread.ofPlatform().start(server::stop);
            while (health.call(healthCall).status() == 200) {
                Thread.onSpinWait();
            }

            HttpAnswer answer = ready.call(readyCall);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).isEqualTo("draining\n");
            assertThat(live.call(liveCall).status()).isEqualTo(200);
            over.countDown();
            stopping.join();
        }

        private static Answer held(CountDownLatch over) {
            try {
                over.await();
                return Answer.of(204);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Nested
    final class Deliveries {
        @Test
        void areToldForEachHandlerWithoutAnySecret() {
            upstream.answer(request -> Answer.of(request.event().equals("wrong") ? 400 : 204));
            RawWebSocket client = client();
            client.ask(event("good"));
            client.ask(event("wrong"));

            HttpAnswer answer = get("/api/deliveries");

            assertThat(answer.header("Content-Type")).contains("application/json; charset=utf-8");
            assertThat(answer.body())
                    .contains("{\"handlers\":[{\"hub\":\"chat\",\"urlTemplate\":\"" + upstream.url("/{hub}/{event}")
                            + "\",\"delivered\":1,\"failed\":1,\"retried\":0,\"dropped\":0,")
                    .contains("\"event\":\"wrong\",\"type\":\"user\",\"connectionId\":\"" + client.connectionId()
                            + "\",\"outcome\":\"failed\",\"status\":400,\"attempts\":1,")
                    .contains("\"outcome\":\"delivered\",\"status\":204,")
                    .containsSubsequence("\"validation\":{\"time\":\"", "\"outcome\":\"delivered\"", "\"status\":200")
                    .containsSubsequence("\"event\":\"wrong\"", "\"event\":\"good\"")
                    .doesNotContain(SECRET)
                    .doesNotContain("private words")
                    .doesNotContain("alice");
        }

        @Test
        void areToldWithTheReasonWhereNobodyAnswered() {
            upstream.answer(Answer.drop());
            client().ask(event("lost"));

            assertThat(get("/api/deliveries").body())
                    .contains("\"outcome\":\"failed\",\"failure\":\"unreachable\","
                            + "\"reason\":\"the connection failed\",\"attempts\":2,")
                    .contains("\"retried\":1,");
        }

        @Test
        void answerAHeadWithTheirLength() {
            HttpAnswer answer = server.managementHttp().call(server.managementRequest("HEAD", "/api/deliveries"));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Length").map(Integer::parseInt).orElse(0))
                    .isPositive();
        }
    }

    @Nested
    final class Requests {
        @ParameterizedTest
        @ValueSource(strings = {"/", "/api", "/api/health", "/api/hubs/chat/connections/c", "/client/hubs/chat"})
        void forAnythingElseFindNothing(String target) {
            assertThat(get(target).status()).isEqualTo(404);
        }

        @ParameterizedTest
        @ValueSource(strings = {"/livez", "/readyz", "/api/deliveries"})
        void thatWouldChangeSomethingAreRefused(String target) {
            HttpAnswer answer = server.managementHttp().call(server.managementRequest("POST", target));

            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.header("Allow")).contains("GET, HEAD");
        }

        @Test
        void endTheirConnection() {
            RawHttp http = server.managementHttp();

            assertThat(http.call(server.managementRequest("GET", "/livez")).header("Connection"))
                    .contains("close");
            assertThat(http.ended()).isTrue();
        }

        @ParameterizedTest
        @CsvSource({
            "GET /%s HTTP/1.1, 414",
            "GET /livez HTTP/1.1\\nX: %s, 431",
            "nonsense, 400",
            "GET /livez HTTP/1.1, 400"
        })
        void thatAreTooLongOrBrokenAreRefused(String head, int status) {
            String text = head.replace("\\n", "\r\n").replace("%s", "x".repeat(20_000)) + "\r\n\r\n";

            HttpAnswer answer = server.managementHttp()
                    .send(text.getBytes(StandardCharsets.US_ASCII))
                    .answer();

            assertThat(answer.status()).isEqualTo(status);
        }

        @Test
        void onThePublicPortFindNoneOfIt() {
            assertThat(server.call(server.request("GET", "/livez")).status()).isEqualTo(404);
            assertThat(server.call(server.request("GET", "/api/deliveries")).status())
                    .isEqualTo(404);
        }
    }
}
