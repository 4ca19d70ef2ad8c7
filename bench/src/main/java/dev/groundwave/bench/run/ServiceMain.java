package dev.groundwave.bench.run;

import dev.groundwave.server.WebPubSubServer;
import dev.groundwave.server.settings.ListenerSettings;
import dev.groundwave.server.settings.ReliableSettings;
import dev.groundwave.server.settings.ServerSettings;
import dev.groundwave.server.settings.TlsSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The service on a free port of this machine; with a key store as argument, over TLS.
 *
 * <p>Its settings are the defaults, except for what a reliable client may leave unacknowledged: the thousand messages of
 * the default are a few milliseconds at full speed, so that a client whose thread must wait for a processor is lost.
 */
public final class ServiceMain {
    private static final int UNACKNOWLEDGED = 1_000_000;

    private ServiceMain() {}

    /** Runs until the input ends. */
    public static void main(String[] args) throws IOException, GeneralSecurityException {
        Optional<TlsSettings> tls = Optional.empty();
        if (args.length > 0) {
            BenchCertificate.Pair pair = BenchCertificate.read(Path.of(args[0]));
            tls = Optional.of(new TlsSettings(List.of(pair.certificate()), pair.key(), false));
        }
        ServerSettings defaults = ServerSettings.DEFAULTS;
        ServerSettings settings = new ServerSettings(
                new ListenerSettings("127.0.0.1", 0, tls),
                defaults.accessKeys(),
                defaults.publicEndpoints(),
                defaults.anyHost(),
                Duration.ZERO,
                new ReliableSettings(
                        defaults.reliable().retention(),
                        UNACKNOWLEDGED,
                        defaults.reliable().bufferBytes()),
                defaults.limits(),
                defaults.upstream(),
                defaults.disabledFeatures(),
                defaults.hubs(),
                defaults.edge(),
                defaults.auth());
        try (WebPubSubServer server = WebPubSubServer.start(settings)) {
            Serving.untilTheEnd(server.port());
        }
    }
}
