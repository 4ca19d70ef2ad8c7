package dev.groundwave.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.wire.token.AccessKey;
import dev.groundwave.wire.token.ConnectionString;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as a process: what an operator types, and what then is to be seen. Source: design.md, section 5. */
final class LauncherTest {
    private static final String PUBLIC_KEY = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";
    private static final String OWN_KEY = "a key of our own, of 32 bytes or more";
    /** What a shell shows for a process that SIGTERM ended. */
    private static final int ENDED_BY_SIGTERM = 128 + 15;

    private static int health(ConnectionString address) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI uri = URI.create(address.endpoint() + "/api/health");
            HttpRequest head = HttpRequest.newBuilder(uri).HEAD().build();
            return http.send(head, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    @Nested
    final class WhenItStarts {
        @Test
        void printsOneLineWithTheConnectionStringAndIsHealthy() throws IOException, InterruptedException {
            try (ServiceProcess service = ServiceProcess.start()) {
                assertThat(service.readyLine())
                        .matches("Connection string: Endpoint=http://localhost:[1-9][0-9]*;AccessKey=" + PUBLIC_KEY
                                + ";Version=1\\.0;");
                assertThat(service.output()).containsExactly(service.readyLine());
                assertThat(health(service.address())).isEqualTo(200);
            }
        }

        @Test
        void hidesAKeyThatIsNotPublic(@TempDir Path directory) throws IOException, InterruptedException {
            Path file = directory.resolve("groundwave.yaml");
            Files.writeString(file, "accessKeys: { primary: \"" + OWN_KEY + "\" }\n", UTF_8);
            try (ServiceProcess service = ServiceProcess.start("--config", file.toString())) {
                assertThat(service.readyLine())
                        .matches(
                                "Connection string: Endpoint=http://localhost:[1-9][0-9]*;AccessKey=\\*\\*\\*;Version=1\\.0;");
                URI endpoint = URI.create(service.readyLine().replaceFirst(".*Endpoint=([^;]+);.*", "$1"));
                assertThat(health(new ConnectionString(endpoint, new AccessKey(OWN_KEY))))
                        .isEqualTo(200);
            }
        }

        @Test
        void takesAKeyFromTheEnvironmentAndChecksTokensWithIt() {
            try (ServiceProcess service = ServiceProcess.startWith(
                    Map.of("GROUNDWAVE_ACCESS_KEYS__PRIMARY", OWN_KEY), List.of("serve", "--port", "0"))) {
                URI endpoint = URI.create(service.readyLine().replaceFirst(".*Endpoint=([^;]+);.*", "$1"));
                ConnectionString address = new ConnectionString(endpoint, new AccessKey(OWN_KEY));
                try (RawClient alice = RawClient.connect(address, "chat", "alice")) {
                    assertThat(alice.next()).contains("\"userId\":\"alice\"");
                }
            }
        }
    }

    @Nested
    final class WhenItIsTold {
        @Test
        void toEndItSendsClientsAwayAndEnds() {
            try (ServiceProcess service = ServiceProcess.start();
                    RawClient alice = RawClient.connect(service.address(), "chat", "alice")) {
                assertThat(alice.next()).contains("\"event\":\"connected\"");
                assertThat(service.terminate()).isEqualTo(ENDED_BY_SIGTERM);
                assertThat(alice.closeCode()).isEqualTo(1001);
            }
        }

        @Test
        void toEndWithoutClientsItEndsAtOnce() {
            try (ServiceProcess service = ServiceProcess.start()) {
                assertThat(service.terminate()).isEqualTo(ENDED_BY_SIGTERM);
            }
        }
    }

    @Nested
    final class WhenItCannotStart {
        @Test
        void takenPortIsNamed() {
            try (ServiceProcess first = ServiceProcess.start()) {
                int port = first.address().endpoint().getPort();
                assertThat(refusal("--port", Integer.toString(port))).contains(Integer.toString(port), "taken");
            }
        }

        @Test
        void missingSettingsFileIsNamed(@TempDir Path directory) {
            Path file = directory.resolve("missing.yaml");
            assertThat(refusal("--config", file.toString())).contains(file.toString());
        }

        @Test
        void brokenSettingsFileIsNamedWithItsLine(@TempDir Path directory) throws IOException {
            assertThat(refusal(directory, "port: 8080\naccessKeys: { primary: \""))
                    .contains("groundwave.yaml", "line ");
        }

        @Test
        void unknownKeyIsNamedWithTheNearestKnownOne(@TempDir Path directory) throws IOException {
            assertThat(refusal(directory, "drainSecond: 5\n")).contains("drainSecond", "drainSeconds");
        }

        @Test
        void valueOfAWrongTypeIsNamedWithItsKey(@TempDir Path directory) throws IOException {
            assertThat(refusal(directory, "drainSeconds: soon\n")).contains("drainSeconds");
        }

        @Test
        void shortKeyIsRefusedWithoutShowingIt(@TempDir Path directory) throws IOException {
            assertThat(refusal(directory, "accessKeys: { primary: \"opensesame\" }\n"))
                    .contains("accessKeys.primary", "32")
                    .doesNotContain("opensesame");
        }

        @Test
        void publicKeyStaysOnTheLoopbackAddress() {
            assertThat(refusal("--host", "0.0.0.0", "--port", "0")).contains("public");
        }

        @Test
        void wrongPortIsNamed() {
            assertThat(refusal("--port", "70000")).contains("70000");
        }

        @Test
        void unknownFlagIsNamed() {
            assertThat(refusal("--no-such-flag")).contains("--no-such-flag");
        }

        private String refusal(Path directory, String settings) throws IOException {
            Path file = directory.resolve("groundwave.yaml");
            Files.writeString(file, settings, UTF_8);
            return refusal("--config", file.toString());
        }

        /** The one line that the launcher wrote before it ended with a failure. */
        private String refusal(String... arguments) {
            List<String> all = new ArrayList<>(List.of("serve"));
            all.addAll(List.of(arguments));
            try (RunningProcess process = ServiceProcess.launch(Map.of(), all)) {
                int exitCode = process.exitCode(60);
                assertThat(process.out().toTheEnd()).isEmpty();
                List<String> errors = process.err().toTheEnd();
                assertThat(errors)
                        .as(process.described("ended with " + exitCode))
                        .hasSize(1);
                assertThat(exitCode).isNotZero();
                return errors.getFirst();
            }
        }
    }
}
