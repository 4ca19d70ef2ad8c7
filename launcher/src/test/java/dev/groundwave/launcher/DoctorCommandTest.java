package dev.groundwave.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.groundwave.launcher.settings.CertificateFiles;
import dev.groundwave.launcher.settings.SettingsException;
import dev.groundwave.launcher.settings.SettingsLoader;
import dev.groundwave.server.WebPubSubServer;
import dev.groundwave.server.settings.TlsSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the doctor says of handlers that really answer: events-and-operations.md, section 1.5. */
class DoctorCommandTest {
    private static final String SECRET = "secret-0123456789";
    private static final String WANTS = ", userEventPattern: '*' }";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final LinkedBlockingQueue<String> asked = new LinkedBlockingQueue<>();

    @TempDir
    Path folder = Path.of("");

    private HttpServer application = unbound();

    private static HttpServer unbound() {
        try {
            return HttpServer.create();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void startApplication() throws IOException {
        application.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.start();
    }

    @AfterEach
    void stopApplication() {
        application.stop(0);
    }

    /** Lets the application answer everything like this. */
    private void answers(int status, String... headers) {
        application.createContext("/", exchange -> answer(exchange, status, headers));
    }

    private void answer(HttpExchange exchange, int status, String... headers) throws IOException {
        try (exchange) {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("WebHook-Request-Origin"));
            exchange.getRequestBody().readAllBytes();
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(status, -1);
        }
    }

    /** Lets the application pass for a management port. */
    private void servesDeliveries(String page) {
        application.createContext("/api/deliveries", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, bytes(page).length);
                exchange.getResponseBody().write(bytes(page));
            }
        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String url() {
        return "http://localhost:" + application.getAddress().getPort();
    }

    private int doctor(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("s.yaml"), yaml);
        CommandLine commandLine = Main.commandLine("doctor");
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute("doctor", "--config", file.toString());
    }

    private static String hub(String... handlers) {
        return "hubs: { chat: { eventHandlers: [" + String.join(", ", handlers) + "] } }\n";
    }

    private String handler() {
        return "{ urlTemplate: '" + url() + "/hook/{event}?code=" + SECRET + "'" + WANTS;
    }

    /** The page with its lines joined, because where they break is of no interest. */
    private String said() {
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString()).doesNotContain(SECRET);
        assertThat(out.toString().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        return out.toString().replaceAll("\\s+", " ");
    }

    @Nested
    class WhenAllIsWell {
        @Test
        void endsWithZeroAndAsksAsAServiceWould() throws IOException {
            answers(200, "WebHook-Allowed-Origin", "localhost");

            assertThat(doctor(hub(handler()))).isZero();

            assertThat(asked).containsExactly("OPTIONS /hook/validate?code=" + SECRET + " localhost");
            assertThat(said())
                    .contains("Hub chat 1 " + url() + "/hook/{event}?***")
                    .contains("ok It agrees to get events (status 200).")
                    .endsWith("No problem found: 1 event handler. ");
        }

        @Test
        void asksUnderTheFirstPublicEndpoint() throws IOException {
            answers(200, "WebHook-Allowed-Origin", "push.example.org");

            assertThat(doctor("publicEndpoints: [https://push.example.org]\n" + hub(handler())))
                    .isZero();

            assertThat(asked.poll()).endsWith(" push.example.org");
        }

        @Test
        void hasNothingToAskWithoutHandlers() throws IOException {
            assertThat(doctor("port: 8080")).isZero();

            assertThat(said()).isEqualTo("No hub has an event handler. ");
        }

        @Test
        void leavesOutAHandlerThatWantsNothingAndOneBehindATunnel() throws IOException {
            answers(500);
            String inert = "{ urlTemplate: '" + url() + "/' }";
            String tunnelled = "{ urlTemplate: 'tunnel:///hook/{event}'" + WANTS;

            assertThat(doctor(hub(inert, tunnelled))).isZero();

            assertThat(asked).isEmpty();
            assertThat(said())
                    .contains("note It wants no event and gets none; it was not asked.")
                    .contains("2 tunnel:///hook/{event} note It is behind a tunnel");
        }

        @Test
        void onlyReachesAHandlerWhoseConsentDoesNotCount() throws IOException {
            answers(418);
            String careless = "{ urlTemplate: '" + url() + "/', skipValidation: true" + WANTS;

            assertThat(doctor(hub(careless))).isZero();

            assertThat(said()).contains("It can be reached (status 418)");
        }
    }

    @Nested
    class WhenAHandlerSaysNo {
        @ParameterizedTest
        @CsvSource({
            "400, publicEndpoints",
            "401, carries no Authorization header",
            "403, carries no Authorization header",
            "404, to OPTIONS as well as to GET",
            "405, does not take OPTIONS",
            "500, See the application's own log",
            "501, does not take OPTIONS",
            "418, only 200 to 299 is consent",
        })
        void tellsTheStatusAndWhatItMeans(int status, String meaning) throws IOException {
            answers(status);

            assertThat(doctor(hub(handler()))).isEqualTo(1);

            assertThat(said())
                    .contains("PROBLEM It answers the validation with status " + status)
                    .contains(meaning)
                    .endsWith("1 of 1 event handler has a problem. ");
        }

        @Test
        void tellsWhereARedirectLeadsWithoutItsQuery() throws IOException {
            answers(308, "Location", "https://app.example/hook?code=" + SECRET);

            assertThat(doctor(hub(handler()))).isEqualTo(1);

            assertThat(said()).contains("a redirect to https://app.example/hook. Redirects are not followed.");
        }

        @Test
        void tellsWhichOriginCameAndWhichWasExpected() throws IOException {
            answers(200, "WebHook-Allowed-Origin", "a.example", "WebHook-Allowed-Origin", "b.example");

            assertThat(doctor(hub(handler()))).isEqualTo(1);

            assertThat(said())
                    .contains("WebHook-Allowed-Origin is 'a.example', 'b.example'; 'localhost' or '*' was expected.")
                    .contains("Set publicEndpoints to the address");
        }

        @Test
        void tellsThatAListOfOriginsIsOneName() throws IOException {
            answers(200, "WebHook-Allowed-Origin", "localhost, other.example");

            assertThat(doctor(hub(handler()))).isEqualTo(1);

            assertThat(said()).contains("one header line for each origin");
        }

        @Test
        void tellsThatThePathKnowsNothingOfIt() throws IOException {
            answers(200);

            assertThat(doctor(hub(handler()))).isEqualTo(1);

            assertThat(said())
                    .contains("It answers without WebHook-Allowed-Origin")
                    .contains("Compare the path");
        }

        @Test
        void goesOnWithTheOthers() throws IOException {
            answers(200, "WebHook-Allowed-Origin", "*");
            String gone = "{ urlTemplate: 'http://localhost:" + freePort() + "/', systemEvents: [connect] }";

            assertThat(doctor(hub(gone, handler()))).isEqualTo(1);

            assertThat(said())
                    .contains("PROBLEM Nothing listens on localhost:")
                    .contains("ok It agrees to get events")
                    .endsWith("1 of 2 event handlers has a problem. ");
        }
    }

    @Nested
    class OverTls {
        private Optional<HttpsServer> secure = Optional.empty();

        @AfterEach
        void stop() {
            secure.ifPresent(server -> server.stop(0));
        }

        private String start() throws IOException, GeneralSecurityException, InterruptedException {
            CertificateFiles files = CertificateFiles.make(folder, "localhost");
            TlsSettings tls =
                    TlsSettings.ofPem(Files.readString(files.certificate()), Files.readString(files.key()), false);
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("it", tls.privateKey(), new char[0], tls.chain().toArray(Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context));
            server.createContext("/", exchange -> answer(exchange, 200, "WebHook-Allowed-Origin", "*"));
            server.start();
            secure = Optional.of(server);
            return hub(
                    "{ urlTemplate: 'https://localhost:" + server.getAddress().getPort() + "/{event}'" + WANTS);
        }

        @Test
        void namesTheSettingForACertificateThatNobodyVouchesFor()
                throws IOException, GeneralSecurityException, InterruptedException {
            assertThat(doctor(start())).isEqualTo(1);

            assertThat(said())
                    .contains("PROBLEM Its certificate is not trusted.")
                    .contains("upstream.trustedCertificates");
        }

        @Test
        void believesWhatTheSettingNames() throws IOException, GeneralSecurityException, InterruptedException {
            String hubs = start();

            assertThat(doctor("upstream: { trustedCertificates: localhost.pem }\n" + hubs))
                    .isZero();
        }

        @Test
        void tellsThatThePortSpeaksNone() throws IOException, InterruptedException {
            try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                Thread answering = Thread.ofVirtual().start(() -> answerInClear(plain));
                String wrong = "{ urlTemplate: 'https://localhost:" + plain.getLocalPort() + "/'" + WANTS;

                assertThat(doctor(hub(wrong))).isEqualTo(1);

                assertThat(said()).contains("speaks no TLS").contains("Write http:// in urlTemplate");
                answering.join();
            }
        }

        private static void answerInClear(ServerSocket listener) {
            try (Socket socket = listener.accept()) {
                socket.getInputStream().read(new byte[512]);
                socket.getOutputStream().write(bytes("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Nested
    class OfARunningService {
        @Test
        void addsItsDeliveryLog() throws IOException, InterruptedException, SettingsException {
            answers(403);
            String settings = "port: 0\n" + hub(handler());
            String open = "management: { port: 0 }\n" + settings;
            Path file = Files.writeString(folder.resolve("running.yaml"), open);
            try (WebPubSubServer server = WebPubSubServer.start(
                    SettingsLoader.load(Optional.of(file), Map.of(), Map.of()).forServer())) {
                assertThat(asked.poll(10, TimeUnit.SECONDS)).startsWith("OPTIONS ");

                int port = server.managementPort().orElseThrow();
                int code = doctor("management: { port: " + port + " }\n" + settings);
                for (int i = 0; i < 100 && !said().contains("validation: status 403"); i++) {
                    // The service's own question may not be answered yet.
                    out.getBuffer().setLength(0);
                    code = doctor("management: { port: " + port + " }\n" + settings);
                }

                assertThat(code).isEqualTo(1);
                assertThat(said())
                        .contains("log So far: 0 delivered, 0 failed, 0 retried, 0 dropped.")
                        .contains("validation: status 403");
            }
        }

        @Test
        void saysThatNoneAnswers() throws IOException {
            answers(200, "WebHook-Allowed-Origin", "*");
            int port = freePort();

            assertThat(doctor("management: { port: " + port + " }\n" + hub(handler())))
                    .isZero();

            assertThat(said()).contains("No service answers on its management port, http://127.0.0.1:" + port + ":");
        }

        @ParameterizedTest
        @ValueSource(strings = {"not json", "[]", "{\"handlers\":[{\"deliveries\":[{\"time\":\"noon\"}]}]}"})
        void saysThatSomethingElseAnswers(String page) throws IOException {
            answers(200, "WebHook-Allowed-Origin", "*");
            servesDeliveries(page);
            int port = application.getAddress().getPort();

            assertThat(doctor("management: { port: " + port + " }\n" + hub(handler())))
                    .isZero();

            assertThat(said()).contains("is not the management port of this service");
        }

        @Test
        void tellsTheLastFailuresOfEachHandler() throws IOException {
            answers(200, "WebHook-Allowed-Origin", "*");
            String entry = "{\"time\":\"2026-11-21T10:20:30.5Z\",\"event\":\"say\",\"type\":\"user\",\"connectionId\":"
                    + "\"c1\",\"outcome\":\"failed\",\"status\":503,\"attempts\":4,\"milliseconds\":9010}";
            String lost = entry.replace(
                            "\"status\":503", "\"failure\":\"timeout\",\"reason\":\"it took\\u001b too long\"")
                    .replace("say", "ask");
            String good = entry.replace("failed", "delivered").replace("say", "fine");
            String page = "{\"later\":[{}],\"handlers\":[{\"hub\":\"chat\",\"urlTemplate\":\"" + url()
                    + "/hook/{event}\",\"delivered\":7,\"failed\":2,\"retried\":6,\"dropped\":1,\"new\":{\"x\":[1]},"
                    + "\"validation\":null,\"deliveries\":[" + String.join(",", List.of(good, lost, entry)) + "]}]}";
            servesDeliveries(page);
            int port = application.getAddress().getPort();

            assertThat(doctor("management: { port: " + port + " }\n" + hub(handler())))
                    .isZero();

            assertThat(said())
                    .contains("log So far: 7 delivered, 2 failed, 6 retried, 1 dropped.")
                    .containsSubsequence(
                            " ask: it took too long, after 4 attempts, connection c1",
                            " say: status 503, after 4 attempts, connection c1")
                    .doesNotContain("fine");
        }
    }

    @Test
    void endsWithTwoWhereTheSettingsCannotBeUsed() throws IOException {
        assertThat(doctor("prot: 1")).isEqualTo(2);

        assertThat(err.toString().lines()).hasSize(1);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
