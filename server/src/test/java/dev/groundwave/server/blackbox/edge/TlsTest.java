package dev.groundwave.server.blackbox.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwave.server.blackbox.Frame;
import dev.groundwave.server.blackbox.HttpAnswer;
import dev.groundwave.server.blackbox.HttpCall;
import dev.groundwave.server.blackbox.RawHttp;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.blackbox.TestCertificate;
import dev.groundwave.server.settings.TlsSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("events-and-operations 4.7, TLS")
final class TlsTest {
    private static final TestCertificate RSA = TestCertificate.make("first", "RSA");
    private static final TestCertificate EC = TestCertificate.make("second", "EC");

    @RegisterExtension
    static final RunningServer SERVER = new RunningServer().tls(RSA, false);

    private static HttpCall health() {
        return SERVER.request("GET", "/api/health").unsigned();
    }

    @Nested
    final class Rest {
        @Test
        void isServedOnAKeptConnection() {
            RawHttp http = SERVER.http();

            assertThat(http.call(SERVER.inHub("POST", "/:closeConnections")).status())
                    .isEqualTo(204);
            assertThat(http.call(SERVER.inHub("HEAD", "/groups/g")).status()).isEqualTo(404);
            assertThat(http.tlsVersion()).isEqualTo("TLSv1.3");
        }

        @Test
        void mintsTokensForHttps() {
            String token = SERVER.call(SERVER.inHub("POST", "/:generateToken")).body();

            String payload =
                    new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
            assertThat(payload).contains("\"https://" + SERVER.authority() + "/client/hubs/" + SERVER.hub() + "\"");
        }

        @Test
        void tellsBrowsersToStayWithHttps() {
            HttpAnswer answer = SERVER.call(SERVER.inHub("HEAD", "/groups/g"));

            assertThat(answer.header("Strict-Transport-Security"))
                    .hasValueSatisfying(value -> assertThat(value).startsWith("max-age="));
        }

        @Test
        void takesBodiesUpToTheLimitAndAnswersOneByteMore() {
            RawHttp http = SERVER.http();

            assertThat(http.call(SERVER.inHub("POST", "/:send").body(new byte[1_048_576]))
                            .status())
                    .isEqualTo(202);
            assertThat(http.call(SERVER.inHub("POST", "/:send").body(new byte[1_048_577]))
                            .status())
                    .isEqualTo(400);
            assertThat(http.ended()).isTrue();
        }
    }

    @Nested
    final class Clients {
        @Test
        void exchangeMessagesOfAnySize() {
            RawWebSocket reader = SERVER.json("reader");
            RawWebSocket writer = SERVER.json("writer");
            reader.ask("{\"type\":\"joinGroup\",\"group\":\"g\",\"ackId\":1}");

            for (int size : new int[] {1, 1000, 16_300, 70_000, 900_000}) {
                String data = "x".repeat(size);
                writer.text(
                        "{\"type\":\"sendToGroup\",\"group\":\"g\",\"dataType\":\"text\",\"data\":\"" + data + "\"}");

                assertThat(reader.nextText()).endsWith("\"data\":\"" + data + "\"}");
            }
        }

        @Test
        void ofAllLanesGetEveryMessageUnchangedAndInOrder() {
            List<RawWebSocket> readers = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                RawWebSocket reader = SERVER.json("reader");
                reader.ask("{\"type\":\"joinGroup\",\"group\":\"g\",\"ackId\":1}");
                readers.add(reader);
            }
            RawWebSocket writer = SERVER.json("writer");

            for (int i = 0; i < 200; i++) {
                writer.text("{\"type\":\"sendToGroup\",\"group\":\"g\",\"dataType\":\"text\",\"data\":\"" + message(i)
                        + "\"}");
            }

            for (RawWebSocket reader : readers) {
                for (int i = 0; i < 200; i++) {
                    assertThat(reader.nextText()).endsWith("\"data\":\"" + message(i) + "\"}");
                }
            }
        }

        private static String message(int number) {
            return number + "-" + "abcdefgh".repeat(number * 7 % 50);
        }

        @Test
        void recoverTheirConnections() {
            for (int i = 0; i < 4; i++) {
                RawWebSocket client = SERVER.reliable("ann", "g");
                client.drop();
                SERVER.sendText("/groups/g/:send", "missed");

                RawWebSocket back = SERVER.recover(client);

                assertThat(back.nextText()).contains("missed");
                back.leave();
            }
        }

        @Test
        void leaveWithAClose() {
            RawWebSocket client = SERVER.json("ann");

            client.send(Frame.close(1000, ""));

            assertThat(client.closeAfterOthers().code()).isEqualTo(1000);
            client.expectEnd();
        }
    }

    @Nested
    final class Strangers {
        @Test
        void whoSpeakInClearAreCutOff() throws IOException {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), SERVER.port())) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream()
                        .write("GET /api/health HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

                byte[] answer = socket.getInputStream().readAllBytes();

                assertThat(new String(answer, StandardCharsets.ISO_8859_1)).doesNotContain("HTTP/");
            }
            assertThat(SERVER.call(health()).status()).isEqualTo(200);
        }

        @Test
        void whoDoNotBelieveTheCertificateGetNothing() {
            SERVER.clientTls(EC.client());
            try {
                assertThatThrownBy(SERVER::http)
                        .isInstanceOf(UncheckedIOException.class)
                        .hasCauseInstanceOf(SSLException.class);
            } finally {
                SERVER.clientTls(RSA.client());
            }
            assertThat(SERVER.call(health()).status()).isEqualTo(200);
        }
    }

    @Nested
    final class Reload {
        @AfterEach
        void putBack() {
            SERVER.reload(RSA);
        }

        @Test
        void showsTheNewCertificateToNewConnectionsAndKeepsTheOldOnes() {
            RawWebSocket client = SERVER.json("ann");
            RawHttp before = SERVER.http();

            SERVER.reload(EC);

            assertThat(SERVER.http().certificate()).isEqualTo(EC.certificate());
            assertThat(before.certificate()).isEqualTo(RSA.certificate());
            assertThat(before.call(health()).status()).isEqualTo(200);
            client.expectNothingBeforePong();
        }
    }

    @Nested
    final class Settings {
        @Test
        void withoutACertificateAreRefused() {
            assertThatThrownBy(() -> TlsSettings.ofPem("nothing", RSA.keyPem(), false))
                    .hasMessage("tls.certificate holds no certificate in PEM");
        }

        @Test
        void withABrokenCertificateAreRefused() {
            assertThatThrownBy(() -> TlsSettings.ofPem(
                            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", RSA.keyPem(), false))
                    .hasMessage("tls.certificate holds a certificate that cannot be read");
        }

        @Test
        void withAnotherCertificatesKeyAreRefused() {
            TestCertificate other = TestCertificate.make("other", "RSA");

            assertThatThrownBy(() -> TlsSettings.ofPem(RSA.pem(), other.keyPem(), false))
                    .hasMessage("tls.privateKey holds the key of another certificate");
            assertThatThrownBy(() -> TlsSettings.ofPem(RSA.pem(), EC.keyPem(), false))
                    .hasMessage("tls.privateKey holds no RSA key, of which kind the certificate is");
        }

        @ParameterizedTest
        @ValueSource(strings = {"RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"})
        void withAKeyInAnotherFormSayHowToConvertIt(String label) {
            String key = RSA.keyPem().replace("PRIVATE KEY", label);

            assertThatThrownBy(() -> TlsSettings.ofPem(RSA.pem(), key, false))
                    .hasMessageContaining("openssl pkcs8 -topk8")
                    .hasMessageNotContaining(key.lines().skip(1).findFirst().orElseThrow());
        }

        @Test
        void doNotShowTheKey() {
            assertThat(RSA.settings(false).toString()).isEqualTo("TlsSettings[1 certificates]");
        }
    }
}
