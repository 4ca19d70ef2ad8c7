package dev.groundwave.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Requests that schemathesis derives from {@code docs/openapi.yaml}: every answer is one that the description has. */
final class RestContractTest {
    /** For each operation and kind of request: enough to find what is plainly wrong, every time the same. */
    private static final String EXAMPLES = "6";

    private static final Pattern CONNECTION_ID = Pattern.compile("\"connectionId\":\"([^\"]+)\"");

    private static ServiceProcess service;
    private static Scripts scripts;

    @BeforeAll
    static void start() {
        scripts = Scripts.contract();
        service = ServiceProcess.start();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void noAnswerIsOutsideTheDescription() {
        String hub = Scripts.freshHub();
        String description = Checkout.path("docs", "openapi.yaml").toString();
        try (RawClient client = RawClient.connect(service.address(), hub, "alice")) {
            Matcher connected = CONNECTION_ID.matcher(client.next());
            assertThat(connected.find()).isTrue();

            List<String> operations = scripts.run(
                    service, "contract.py", List.of(description, EXAMPLES, hub, connected.group(1), "alice", "room"));

            assertThat(operations)
                    .hasSize(26)
                    .contains("WebPubSub_SendToAll", "WebPubSub_CheckPermission", "WebPubSub_ListConnectionsInGroup");
        }
    }
}
