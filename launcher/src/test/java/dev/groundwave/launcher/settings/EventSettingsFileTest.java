package dev.groundwave.launcher.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwave.server.settings.EventHandlerSettings;
import dev.groundwave.server.settings.EventPattern;
import dev.groundwave.server.settings.GroupFilter;
import dev.groundwave.server.settings.GroupPresenceSettings;
import dev.groundwave.server.settings.HubEventSettings;
import dev.groundwave.server.settings.PresenceEvent;
import dev.groundwave.server.settings.SystemEvent;
import dev.groundwave.server.settings.UpstreamAuth;
import dev.groundwave.server.settings.UpstreamSettings;
import dev.groundwave.server.settings.UrlTemplate;
import dev.groundwave.wire.HubName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Source: events-and-operations.md, section 1.1 to 1.4. */
class EventSettingsFileTest {
    private static final String HANDLERS = """
        hubs:
          Chat:
            closeOnUserEventFailure: true
            eventHandlers:
              - urlTemplate: "http://localhost:3000/{event}?code=${CODE}"
                userEventPattern: "a, b"
                systemEvents: [Connect, disconnected]
                skipValidation: true
                auth: { type: Header, value: "Basic ${CODE}" }
              - urlTemplate: http://localhost:3001/
                userEventPattern: "*"
                auth:
                  type: ClientCredentials
                  tokenUrl: https://login.example/token
                  clientId: me
                  clientSecret: ${CODE}
                  scope: hooks
              - urlTemplate: tunnel:///hook/{event}
              - urlTemplate: http://localhost:3003/
                groupPresenceEvents: { eventNames: [joined, Left], groupFilters: ["room*", "a,b"] }
              - urlTemplate: http://localhost:3004/
                groupPresenceEvents:
                  eventNames: left
        """;

    private SettingsFixture fixture = SettingsFixture.in(Path.of(""));

    @BeforeEach
    void placeFile(@TempDir Path folder) {
        fixture = SettingsFixture.in(folder);
    }

    private ChosenSettings choose() throws SettingsException {
        return fixture.choose(HANDLERS, Map.of("CODE", "s3cret"), Map.of());
    }

    @Test
    void handlersAreReadInTheirOrder() throws SettingsException {
        HubEventSettings events = choose().forServer().hub(new HubName("chat")).events();

        assertThat(events.closeOnUserEventFailure()).isTrue();
        assertThat(events.handlers())
                .containsExactly(
                        new EventHandlerSettings(
                                new UrlTemplate("http://localhost:3000/{event}?code=s3cret"),
                                EventPattern.parse("a,b"),
                                Set.of(SystemEvent.CONNECT, SystemEvent.DISCONNECTED),
                                new UpstreamAuth.Header("Basic s3cret"),
                                true),
                        new EventHandlerSettings(
                                new UrlTemplate("http://localhost:3001/"),
                                EventPattern.parse("*"),
                                Set.of(),
                                new UpstreamAuth.ClientCredentials(
                                        URI.create("https://login.example/token"),
                                        "me",
                                        "s3cret",
                                        Optional.of("hooks")),
                                false),
                        new EventHandlerSettings(
                                new UrlTemplate("tunnel:///hook/{event}"),
                                EventPattern.NONE,
                                Set.of(),
                                new UpstreamAuth.None(),
                                false),
                        presence(
                                "http://localhost:3003/",
                                Set.of(PresenceEvent.JOINED, PresenceEvent.LEFT),
                                new GroupFilter("room*"),
                                new GroupFilter("a,b")),
                        presence("http://localhost:3004/", Set.of(PresenceEvent.LEFT)));
    }

    private static EventHandlerSettings presence(String url, Set<PresenceEvent> events, GroupFilter... filters) {
        return new EventHandlerSettings(
                new UrlTemplate(url),
                EventPattern.NONE,
                Set.of(),
                new GroupPresenceSettings(events, List.of(filters)),
                new UpstreamAuth.None(),
                false);
    }

    @Test
    void secretsAreNotPrinted() throws SettingsException {
        assertThat(choose().lines())
                .noneMatch(line -> line.contains("s3cret"))
                .anyMatch(line -> line.startsWith("hubs.chat.eventHandlers[1].auth.value = *** ("))
                .anyMatch(line ->
                        line.startsWith("hubs.chat.eventHandlers[1].urlTemplate = http://localhost:3000/{event} ("));
    }

    @Test
    void callsAreSetForAllHandlers() throws SettingsException {
        assertThat(fixture.load("upstream: { timeoutSeconds: 5, retryDelaysSeconds: [1, 2], waiting: 7 }")
                        .upstream())
                .isEqualTo(new UpstreamSettings(
                        Duration.ofSeconds(5), List.of(Duration.ofSeconds(1), Duration.ofSeconds(2)), 7));
        assertThat(fixture.load("upstream: { retryDelaysSeconds: [] }")
                        .upstream()
                        .retryDelays())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ userEventPattern: e } | hubs.chat.eventHandlers[1].urlTemplate is missing",
                "{ urlTemplate: 'http://x/', userEventPattern: 'a*' } | hubs.chat.eventHandlers[1].userEventPattern",
                "{ urlTemplate: 'http://x/', systemEvents: [joined] } | hubs.chat.eventHandlers[1].systemEvents has",
                "{ urlTemplate: 'http://x/', groupPresenceEvents: { eventNames: [connected] } } |"
                        + " hubs.chat.eventHandlers[1].groupPresenceEvents.eventNames has 'connected', which is none of"
                        + " joined, left",
                "{ urlTemplate: 'http://x/', groupPresenceEvents: { eventNames: [left], groupFilters: [' '] } } |"
                        + " groupPresenceEvents.groupFilters has ' ', which cannot be used",
                "{ urlTemplate: 'http://x/', groupPresenceEvents: { groupFilters: [a] } } |"
                        + " groupPresenceEvents.eventNames is missing",
                "{ urlTemplate: 'http://x/', groupPresenceEvents: [joined] } | has keys below it",
                "{ urlTemplate: 'tunnel://x/y' } | is neither an absolute http or https address nor tunnel:///path",
                "{ urlTemplate: 'http://x/{@Microsoft.KeyVault(SecretUri=y)}' } | write ${NAME} for an environment",
                "{ urlTemplate: 'http://x/?c=${NOT_SET}' } | names the environment variable NOT_SET, which is not set",
                "{ urlTemplate: 'http://x/', auth: { type: Header } } | hubs.chat.eventHandlers[1].auth.value is"
                        + " missing",
                "{ urlTemplate: 'http://x/', auth: { type: ManagedIdentity } } | auth.type is 'ManagedIdentity', not",
                "{ urlTemplate: 'http://x/', url: y } | unknown key 'hubs.chat.eventHandlers[1].url'",
            })
    void wrongHandlersAreRefused(String handler, String complaint) {
        assertThatThrownBy(() -> fixture.load("hubs: { chat: { eventHandlers: [ " + handler + " ] } }"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(complaint);
    }
}
