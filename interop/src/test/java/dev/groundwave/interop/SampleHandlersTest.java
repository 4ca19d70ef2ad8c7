package dev.groundwave.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The vendor's chat samples as event handlers, with simple clients as theirs are. Source: events-and-operations.md,
 * section 1.17.
 */
final class SampleHandlersTest {
    private static final String HUBS = """
          sample:
            eventHandlers:
              - { urlTemplate: "%s/eventhandler", userEventPattern: "*", systemEvents: [connected] }
        """;

    @TempDir
    private Path folder;

    @Test
    void flaskHearsOfClientsAndSendsWhatTheySayToAll() {
        try (HandledService service = HandledService.of(Scripts.python().start("handler.py"), HUBS)) {
            service.tellHandler("/service", service.connectionString());
            service.heard("consent OPTIONS");
            try (RawClient alice = RawClient.simple(service.url("sample", "alice"));
                    RawClient bob = RawClient.simple(service.url("sample", "bob"))) {
                service.heard("alice connected");
                service.heard("bob connected");
                alice.send("grüße 🌊");
                assertThat(bob.next())
                        .isEqualTo("{\"from\": \"alice\", \"message\": \"gr\\u00fc\\u00dfe \\ud83c\\udf0a\"}");
                assertThat(alice.next())
                        .isEqualTo("{\"from\": \"alice\", \"message\": \"gr\\u00fc\\u00dfe \\ud83c\\udf0a\"}");
            }
        }
    }

    @Test
    void javaSampleHearsOfClientsAndSendsWhatTheySayToAll() {
        try (SampleJavaHandler handler = new SampleJavaHandler();
                ServiceProcess service = ServiceProcess.start(
                        "--config",
                        HandledService.settings(folder, HUBS, handler.port()).toString())) {
            handler.serve(service.connectionString());
            try (RawClient alice = RawClient.simple(RawClient.url(service.address(), "sample", "alice"));
                    RawClient bob = RawClient.simple(RawClient.url(service.address(), "sample", "bob"))) {
                assertThat(alice.next()).startsWith("[SYSTEM] ");
                assertThat(bob.next()).startsWith("[SYSTEM] ");
                alice.send("grüße 🌊");
                assertThat(alice.next()).isEqualTo("{\"from\":\"alice\",\"message\":\"grüße 🌊\"}");
                assertThat(bob.next()).isEqualTo("{\"from\":\"alice\",\"message\":\"grüße 🌊\"}");
            }
        }
    }
}
