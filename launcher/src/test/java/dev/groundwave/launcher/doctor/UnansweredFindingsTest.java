package dev.groundwave.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.settings.UrlTemplate;
import dev.groundwave.server.upstream.CallFailure;
import dev.groundwave.server.upstream.ConsentAnswer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

final class UnansweredFindingsTest {
    /** What failed, and words of what is said of it. */
    record Case(CallFailure failure, Throwable cause, String text, String fix) {}

    @SuppressWarnings("unused") // JUnit reads it.
    private static final List<Case> CASES = List.of(
            new Case(
                    CallFailure.UNREACHABLE,
                    new UnknownHostException("app.example"),
                    "The name app.example cannot be resolved.",
                    "DNS"),
            new Case(
                    CallFailure.UNREACHABLE,
                    new ConnectException("Connection refused: app.example/192.0.2.1:443"),
                    "Nothing listens on app.example:443: connection refused.",
                    "start the application"),
            new Case(
                    CallFailure.UNREACHABLE,
                    new ConnectException("connection timed out after 10000 ms"),
                    "app.example:443 did not answer within 10 seconds.",
                    "firewall"),
            new Case(
                    CallFailure.TIMEOUT,
                    new TimeoutException("Did not observe any item"),
                    "app.example:443 did not answer within 10 seconds.",
                    "busy or stopped"),
            new Case(
                    CallFailure.UNREACHABLE,
                    new NoRouteToHostException("No route to host"),
                    "No way leads to app.example:443.",
                    "network"),
            new Case(
                    CallFailure.UNREACHABLE,
                    new IOException("Connection prematurely closed BEFORE response"),
                    "app.example:443 ended the connection without an answer.",
                    "log"),
            new Case(
                    CallFailure.TLS,
                    new SSLException("not an SSL/TLS record: 485454502f312e31"),
                    "app.example:443 speaks no TLS.",
                    "http://"),
            new Case(
                    CallFailure.TLS,
                    handshake(new CertificateException("unable to find valid certification path")),
                    "Its certificate is not trusted.",
                    "upstream.trustedCertificates"),
            new Case(
                    CallFailure.TLS,
                    handshake(new CertificateException("No subject alternative DNS name matching app.example found.")),
                    "Its certificate is not for the name app.example.",
                    "urlTemplate"),
            new Case(
                    CallFailure.TLS,
                    handshake(new CertificateExpiredException("NotAfter: yesterday")),
                    "Its certificate is not valid at this time.",
                    "renew"),
            new Case(
                    CallFailure.TLS,
                    new SSLHandshakeException("Received fatal alert: protocol_version"),
                    "TLS with it fails.",
                    "TLS 1.2"),
            new Case(
                    CallFailure.TOO_LARGE, new IllegalStateException(), "No answer: the answer is too large.", "HTTP"));

    private static SSLHandshakeException handshake(Exception cause) {
        SSLHandshakeException fault = new SSLHandshakeException("General OpenSslEngine problem");
        fault.initCause(cause);
        return fault;
    }

    private static Finding of(String template, CallFailure failure, Throwable cause) {
        // As the probe hands it on, wrapped.
        return UnansweredFindings.of(
                new UrlTemplate(template), new ConsentAnswer.NoAnswer(failure, new IllegalStateException(cause)));
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void aFaultIsToldInPlainWords(Case each) {
        Finding finding = of("https://app.example/hook?code=secret", each.failure, each.cause);

        assertThat(finding.kind()).isEqualTo(Finding.Kind.PROBLEM);
        assertThat(finding.text()).isEqualTo(each.text);
        assertThat(finding.fix()).contains(each.fix).doesNotContain("secret");
    }

    @Test
    void aConnectionThatEndsInClearMayBeOneThatWantsTls() {
        Finding finding = of("http://app.example:8443/hook", CallFailure.UNREACHABLE, new IOException("closed"));

        assertThat(finding.text()).startsWith("app.example:8443 ended");
        assertThat(finding.fix()).contains("https://");
    }
}
