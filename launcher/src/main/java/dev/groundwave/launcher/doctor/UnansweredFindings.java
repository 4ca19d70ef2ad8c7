package dev.groundwave.launcher.doctor;

import dev.groundwave.server.settings.UrlTemplate;
import dev.groundwave.server.upstream.CallFailure;
import dev.groundwave.server.upstream.ConsentAnswer;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a handler does not answer at all, as far as the fault tells. */
final class UnansweredFindings {
    private static final String IN_A_CONTAINER = " In a container, localhost is the container itself.";

    private UnansweredFindings() {}

    static Finding of(UrlTemplate url, ConsentAnswer.NoAnswer answer) {
        URI address = url.resolve("hub", "validate");
        String place = address.getHost() + ":" + port(address);
        List<Throwable> causes = causes(answer.cause());
        if (has(causes, UnknownHostException.class)) {
            return Finding.problem(
                    "The name " + address.getHost() + " cannot be resolved.",
                    "compare it with the application's address; does this machine have that name in its DNS?");
        }
        if (answer.failure() == CallFailure.TLS) {
            return tls(address, causes);
        }
        if (answer.failure() == CallFailure.TIMEOUT || says(causes, "connection timed out")) {
            return Finding.problem(
                    place + " did not answer within 10 seconds.",
                    "is the application busy or stopped, does a firewall drop what is sent there, or does it speak "
                            + (isSecure(address) ? "http" : "https") + " instead?");
        }
        if (has(causes, NoRouteToHostException.class) || says(causes, "unreachable")) {
            return Finding.problem(
                    "No way leads to " + place + ".", "is that address of a network that this machine can reach?");
        }
        if (has(causes, ConnectException.class)) {
            return Finding.problem(
                    "Nothing listens on " + place + ": connection refused.",
                    "start the application, or correct host and port in urlTemplate." + IN_A_CONTAINER);
        }
        if (answer.failure() == CallFailure.UNREACHABLE) {
            return Finding.problem(
                    place + " ended the connection without an answer.",
                    isSecure(address)
                            ? "see the application's own log."
                            : "if it speaks TLS, write https:// in urlTemplate; else see the application's own log.");
        }
        return Finding.problem("No answer: " + answer.failure().text() + ".", "does the application speak HTTP there?");
    }

    private static Finding tls(URI address, List<Throwable> causes) {
        if (says(causes, "not an ssl/tls record")) {
            return Finding.problem(
                    address.getHost() + ":" + port(address) + " speaks no TLS.",
                    "write http:// in urlTemplate, or the port where the application speaks https.");
        }
        if (has(causes, CertificateExpiredException.class) || has(causes, CertificateNotYetValidException.class)) {
            return Finding.problem(
                    "Its certificate is not valid at this time.", "renew it; is this machine's clock right?");
        }
        if (says(causes, "no subject alternative", "no name matching")) {
            return Finding.problem(
                    "Its certificate is not for the name " + address.getHost() + ".",
                    "use a name of the certificate in urlTemplate, or give the application one for this name.");
        }
        if (has(causes, CertificateException.class)) {
            return Finding.problem(
                    "Its certificate is not trusted.",
                    "name a PEM file with the certificate, or with the authority that signed it, in"
                            + " upstream.trustedCertificates.");
        }
        return Finding.problem(
                "TLS with it fails.",
                "does it speak TLS 1.2 or 1.3, and ask for no client certificate? If its certificate is signed by an"
                        + " authority of your own, name that in upstream.trustedCertificates.");
    }

    private static int port(URI address) {
        return address.getPort() >= 0 ? address.getPort() : isSecure(address) ? 443 : 80;
    }

    private static boolean isSecure(URI address) {
        return "https".equalsIgnoreCase(address.getScheme());
    }

    private static boolean has(List<Throwable> causes, Class<? extends Throwable> kind) {
        return causes.stream().anyMatch(kind::isInstance);
    }

    /** Libraries tell some kinds by their texts only. */
    private static boolean says(List<Throwable> causes, String... words) {
        return causes.stream()
                .flatMap(cause -> Optional.ofNullable(cause.getMessage()).stream())
                .map(text -> text.toLowerCase(Locale.ROOT))
                .anyMatch(text -> List.of(words).stream().anyMatch(text::contains));
    }

    private static List<Throwable> causes(Throwable fault) {
        List<Throwable> causes = new ArrayList<>();
        for (@Nullable Throwable each = fault; each != null && !causes.contains(each); each = each.getCause()) {
            causes.add(each);
        }
        return causes;
    }
}
