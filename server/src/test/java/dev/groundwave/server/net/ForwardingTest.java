package dev.groundwave.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.auth.Peer;
import dev.groundwave.server.blackbox.TestCertificate;
import dev.groundwave.server.settings.Cidr;
import dev.groundwave.server.settings.EdgeSettings;
import dev.groundwave.server.settings.NetworkRules;
import dev.groundwave.wire.event.ClientCertificate;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("events-and-operations 4.6 and 4.7, behind a proxy")
final class ForwardingTest {
    private static final TestCertificate CERTIFICATE = TestCertificate.make("client", "EC");
    private static final ClientCertificate SHOWN = ClientCertificate.of(CERTIFICATE.certificate());
    private static final EdgeSettings SETTINGS = new EdgeSettings(
            List.of(Cidr.parse("10.0.0.0/8")), Optional.of("X-Client-Cert"), NetworkRules.OPEN, List.of());

    private static Peer caller(String address, HttpHeaders headers) {
        Peer connection = new Peer(Cidr.address(address), true, List.of(SHOWN));
        return Forwarding.callerOf(SETTINGS, connection, headers);
    }

    private static HttpHeaders headers(String name, String value) {
        return new DefaultHttpHeaders().add(name, value);
    }

    @Nested
    final class Certificates {
        static Stream<String> forms() {
            String pem = CERTIFICATE.pem();
            String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replace("\n", "");
            return Stream.of(
                    URLEncoder.encode(pem, StandardCharsets.UTF_8).replace("+", "%20"),
                    pem.replace('\n', ' ').strip(),
                    base64);
        }

        @ParameterizedTest
        @MethodSource("forms")
        void areReadFromTheHeaderOfATrustedProxy(String form) {
            assertThat(caller("10.0.0.1", headers("X-Client-Cert", form)).certificates())
                    .containsExactly(SHOWN);
        }

        @Test
        void ofTheProxyItselfAreNotTheCallers() {
            assertThat(caller("10.0.0.1", new DefaultHttpHeaders()).certificates())
                    .isEmpty();
            assertThat(caller("10.0.0.1", headers("X-Client-Cert", "nonsense")).certificates())
                    .isEmpty();
        }

        @Test
        void ofAnybodyElseAreThoseOfTheConnection() {
            TestCertificate other = TestCertificate.make("other", "EC");
            HttpHeaders forged = headers("X-Client-Cert", URLEncoder.encode(other.pem(), StandardCharsets.UTF_8));

            assertThat(caller("192.0.2.1", forged).certificates()).containsExactly(SHOWN);
        }
    }

    @Nested
    final class Schemes {
        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
            https       | true
            http        | false
            HTTPS       | true
            http, https | true
            https, http | false
            """)
        void areTheOnesThatTheLastProxyTells(String value, boolean secure) {
            assertThat(caller("10.0.0.1", headers("X-Forwarded-Proto", value)).secure())
                    .isEqualTo(secure);
        }

        @Test
        void areTheConnectionsWhenNobodyTells() {
            assertThat(caller("10.0.0.1", new DefaultHttpHeaders()).secure()).isTrue();
            assertThat(caller("192.0.2.1", headers("X-Forwarded-Proto", "http")).secure())
                    .isTrue();
        }

        @Test
        void ofSeveralProxiesAreReadWhereTheCallerStands() {
            HttpHeaders headers = headers("X-Forwarded-For", "203.0.113.7, 10.1.1.1")
                    .add("X-Forwarded-Proto", "https, http")
                    .add("X-Forwarded-Host", "push.example, inside.example");

            Peer caller = caller("10.0.0.1", headers);

            assertThat(caller.secure()).isTrue();
            assertThat(caller.forwardedHost()).contains("push.example");
            assertThat(caller.address()).isEqualTo(Cidr.address("203.0.113.7"));
        }
    }

    @Test
    void hostsThatAreNoneAreNotTaken() {
        assertThat(caller("10.0.0.1", headers("X-Forwarded-Host", "a b\"c")).forwardedHost())
                .isEmpty();
    }
}
