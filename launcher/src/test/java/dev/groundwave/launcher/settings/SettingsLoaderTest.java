package dev.groundwave.launcher.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwave.server.settings.AuthSettings;
import dev.groundwave.server.settings.Cidr;
import dev.groundwave.server.settings.EdgeSettings;
import dev.groundwave.server.settings.HubSettings;
import dev.groundwave.server.settings.IssuerSettings;
import dev.groundwave.server.settings.IssuerSettings.Keys;
import dev.groundwave.server.settings.LimitSettings;
import dev.groundwave.server.settings.NetworkRules;
import dev.groundwave.server.settings.NetworkRules.AddressRule;
import dev.groundwave.server.settings.NetworkRules.PrivateNetwork;
import dev.groundwave.server.settings.NetworkRules.TypeRules;
import dev.groundwave.server.settings.RequestType;
import dev.groundwave.server.settings.ServerSettings;
import dev.groundwave.wire.HubName;
import dev.groundwave.wire.token.AccessKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsLoaderTest {
    private static final Set<SettingsKey> WITHOUT_DEFAULT = Set.of(
            EdgeKey.TLS_CERTIFICATE,
            EdgeKey.TLS_PRIVATE_KEY,
            AuthKey.SECONDARY_KEY,
            EdgeKey.PUBLIC_ENDPOINTS,
            EdgeKey.TRUSTED_PROXIES,
            EdgeKey.CLIENT_CERT_HEADER,
            EdgeKey.ACL_PUBLIC_ALLOW,
            EdgeKey.ACL_PUBLIC_DENY,
            EdgeKey.CORS_ORIGINS,
            ServiceKey.UPSTREAM_TRUST,
            ServiceKey.DISABLED_FEATURES);
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final String OTHER_KEY = "fedcba9876543210fedcba9876543210";

    private SettingsFixture fixture = SettingsFixture.in(Path.of(""));

    @BeforeEach
    void placeFile(@TempDir Path folder) {
        fixture = SettingsFixture.in(folder);
    }

    @Nested
    class Precedence {
        @Test
        void withoutAnySourceTheServersOwnDefaultsCount() throws SettingsException {
            assertThat(SettingsLoader.load(Optional.empty(), Map.of("PATH", "/bin"), Map.of())
                            .forServer())
                    .isEqualTo(ServerSettings.DEFAULTS);
        }

        @Test
        void anEmptyFileChangesNothing() throws SettingsException {
            assertThat(fixture.load("")).isEqualTo(ServerSettings.DEFAULTS);
            assertThat(fixture.load("# nothing yet\n")).isEqualTo(ServerSettings.DEFAULTS);
            assertThat(fixture.load("limits:\nhubs:\n  chat:\n").limits()).isEqualTo(LimitSettings.DEFAULTS);
        }

        @Test
        void theFileIsLaidOverTheDefaults() throws SettingsException {
            assertThat(fixture.load("port: 9000").listener().port()).isEqualTo(9000);
        }

        @Test
        void theEnvironmentIsLaidOverTheFile() throws SettingsException {
            ServerSettings settings = fixture.choose(
                            "port: 9000\ndrainSeconds: 3", Map.of("GROUNDWAVE_PORT", "9001"), Map.of())
                    .forServer();

            assertThat(settings.listener().port()).isEqualTo(9001);
            assertThat(settings.drain()).isEqualTo(Duration.ofSeconds(3));
        }

        @Test
        void flagsAreLaidOverTheEnvironment() throws SettingsException {
            ServerSettings settings = fixture.choose(
                            "port: 9000", Map.of("GROUNDWAVE_PORT", "9001"), Map.of(EdgeKey.PORT, "9002"))
                    .forServer();

            assertThat(settings.listener().port()).isEqualTo(9002);
        }

        @Test
        void aWrongValueIsRefusedAlsoWhereALaterSourceReplacesIt() {
            assertThatThrownBy(() -> fixture.choose("port: all", Map.of(), Map.of(EdgeKey.PORT, "9002")))
                    .hasMessage(fixture.file() + ", line 1: port is 'all', not a whole number from 0 to 65535");
        }
    }

    @Nested
    class EveryKey {
        @Test
        void isReadFromTheFile() throws SettingsException {
            ServerSettings settings = fixture.load("""
                host: "::1"
                port: 0
                accessKeys: { primary: "%s", secondary: "%s" }
                publicEndpoints: ["https://push.example.org", "http://push.example.net:81/base"]
                anyHost: true
                drainSeconds: 0
                limits:
                  maxConnections: 1
                  requestLineBytes: 20000
                  restBodyBytes: 2
                  outboundMessages: 3
                  outboundBytes: 4
                hubs:
                  Chat: { anonymousConnectPolicy: allow, webSocketKeepAliveIntervalInSeconds: 120 }
                  news.today: { webSocketKeepAliveIntervalInSeconds: 1 }
                """.formatted(KEY, OTHER_KEY));

            assertThat(settings.listener().host()).isEqualTo("::1");
            assertThat(settings.listener().port()).isZero();
            assertThat(settings.accessKeys().primary()).isEqualTo(new AccessKey(KEY));
            assertThat(settings.accessKeys().secondary()).contains(new AccessKey(OTHER_KEY));
            assertThat(settings.publicEndpoints())
                    .containsExactly(
                            URI.create("https://push.example.org"), URI.create("http://push.example.net:81/base"));
            assertThat(settings.anyHost()).isTrue();
            assertThat(settings.drain()).isZero();
            assertThat(settings.limits()).isEqualTo(new LimitSettings(1, 20_000, 2, 3, 4));
            assertThat(settings.hubs())
                    .isEqualTo(Map.of(
                            new HubName("chat"), new HubSettings(true, Duration.ofSeconds(120)),
                            new HubName("news.today"), new HubSettings(false, Duration.ofSeconds(1))));
        }

        @Test
        void butThoseOfHubsIsReadFromTheEnvironment() throws SettingsException {
            Map<String, String> environment = Map.ofEntries(
                    Map.entry("GROUNDWAVE_HOST", "0.0.0.0"),
                    Map.entry("GROUNDWAVE_PORT", "81"),
                    Map.entry("GROUNDWAVE_ACCESS_KEYS__PRIMARY", KEY),
                    Map.entry("GROUNDWAVE_ACCESS_KEYS__SECONDARY", OTHER_KEY),
                    Map.entry("GROUNDWAVE_PUBLIC_ENDPOINTS", "https://a.example, https://b.example"),
                    Map.entry("GROUNDWAVE_ANY_HOST", "true"),
                    Map.entry("GROUNDWAVE_DRAIN_SECONDS", "7"),
                    Map.entry("GROUNDWAVE_LIMITS__MAX_CONNECTIONS", "1"),
                    Map.entry("GROUNDWAVE_LIMITS__REQUEST_LINE_BYTES", "20000"),
                    Map.entry("GROUNDWAVE_LIMITS__REST_BODY_BYTES", "2"),
                    Map.entry("GROUNDWAVE_LIMITS__OUTBOUND_MESSAGES", "3"),
                    Map.entry("GROUNDWAVE_LIMITS__OUTBOUND_BYTES", "4"));

            ServerSettings settings =
                    SettingsLoader.load(Optional.empty(), environment, Map.of()).forServer();

            assertThat(settings.listener().host()).isEqualTo("0.0.0.0");
            assertThat(settings.listener().port()).isEqualTo(81);
            assertThat(settings.accessKeys().primary()).isEqualTo(new AccessKey(KEY));
            assertThat(settings.accessKeys().secondary()).contains(new AccessKey(OTHER_KEY));
            assertThat(settings.publicEndpoints())
                    .containsExactly(URI.create("https://a.example"), URI.create("https://b.example"));
            assertThat(settings.anyHost()).isTrue();
            assertThat(settings.drain()).isEqualTo(Duration.ofSeconds(7));
            assertThat(settings.limits()).isEqualTo(new LimitSettings(1, 20_000, 2, 3, 4));
        }

        @Test
        void ofTheEdgeIsReadFromAFile() throws SettingsException {
            ServerSettings settings = fixture.load("""
                trustedProxies: [10.0.0.0/8, "::1"]
                clientCertHeader: X-Client-Cert
                cors: { allowedOrigins: ["https://app.example"] }
                networkACLs:
                  defaultAction: Deny
                  publicNetwork: { allow: [ClientConnection], deny: [Trace] }
                  privateEndpoints:
                    - { name: office, addresses: [192.168.0.0/16], allow: [RESTAPI, ServerConnection] }
                  ipRules:
                    - { value: 203.0.113.0/24, action: Allow }
                    - { value: "::/0", action: Deny }
                """);

            assertThat(settings.edge())
                    .isEqualTo(new EdgeSettings(
                            List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("::1")),
                            Optional.of("X-Client-Cert"),
                            new NetworkRules(
                                    false,
                                    new TypeRules(Set.of(RequestType.CLIENT_CONNECTION), Set.of(RequestType.TRACE)),
                                    List.of(new PrivateNetwork(
                                            "office",
                                            List.of(Cidr.parse("192.168.0.0/16")),
                                            new TypeRules(
                                                    Set.of(RequestType.REST_API, RequestType.SERVER_CONNECTION),
                                                    Set.of()))),
                                    List.of(
                                            new AddressRule(Cidr.parse("203.0.113.0/24"), true),
                                            new AddressRule(Cidr.parse("::/0"), false))),
                            List.of("https://app.example")));
        }

        @Test
        void ofIssuersIsReadFromAFile() throws SettingsException, IOException {
            Files.writeString(fixture.file().resolveSibling("keys.json"), "{\"keys\":[]}");
            ServerSettings settings = fixture.load("""
                disableLocalAuth: true
                disableAadAuth: true
                issuers:
                  - issuer: https://sts.windows.net/tenant/
                  - issuer: https://login.example
                    jwks: https://login.example/keys
                    audiences: [a, b]
                    roleClaim: scp
                    ownerRoles: [Owner]
                    readerRoles: [Reader, Guest]
                  - { issuer: inside, jwks: keys.json }
                """);

            AuthSettings auth = settings.auth();
            assertThat(auth.localAuthDisabled()).isTrue();
            assertThat(auth.aadAuthDisabled()).isTrue();
            assertThat(auth.issuers())
                    .containsExactly(
                            new IssuerSettings(
                                    "https://sts.windows.net/tenant/",
                                    new Keys.Discovered(),
                                    List.of("https://webpubsub.azure.com"),
                                    "roles",
                                    Set.of(),
                                    Set.of()),
                            new IssuerSettings(
                                    "https://login.example",
                                    new Keys.Remote(URI.create("https://login.example/keys")),
                                    List.of("a", "b"),
                                    "scp",
                                    Set.of("Owner"),
                                    Set.of("Reader", "Guest")),
                            new IssuerSettings(
                                    "inside",
                                    new Keys.Given("{\"keys\":[]}"),
                                    List.of("https://webpubsub.azure.com"),
                                    "roles",
                                    Set.of(),
                                    Set.of()));
        }

        @Test
        void thatIsEmptyIsTheDefault() throws SettingsException {
            assertThat(fixture.load("issuers: []\ntrustedProxies: []\nnetworkACLs: {}\ncors: {}"))
                    .isEqualTo(ServerSettings.DEFAULTS);
        }

        @ParameterizedTest
        @MethodSource("dev.groundwave.launcher.settings.SettingsKey#all")
        void hasADefaultThatItsOwnTypeAccepts(SettingsKey key) {
            if (key.defaultText().isEmpty()) {
                assertThat(key.isOfItem() || WITHOUT_DEFAULT.contains(key)).isTrue();
            } else {
                List<String> values =
                        key.type().isList() ? List.of(key.defaultText().split(", ", -1)) : List.of(key.defaultText());
                assertThat(values)
                        .allSatisfy(
                                value -> assertThat(key.type().complaint(value)).isEmpty());
            }
        }
    }

    @Nested
    class Printed {
        @Test
        void everyKeyStandsWithItsValueAndItsSource() throws SettingsException {
            ChosenSettings chosen = fixture.choose(
                    "drainSeconds: 3\nhubs: { chat: { anonymousConnectPolicy: allow } }",
                    Map.of("GROUNDWAVE_ANY_HOST", "true"),
                    Map.of(EdgeKey.PORT, "9000"));

            assertThat(chosen.lines())
                    .contains(
                            "host = 127.0.0.1 (default)",
                            "port = 9000 (--port)",
                            "anyHost = true (GROUNDWAVE_ANY_HOST)",
                            "drainSeconds = 3 (" + fixture.file() + ", line 1)",
                            "hubs.chat.anonymousConnectPolicy = allow (" + fixture.file() + ", line 2)");
        }

        @Test
        void aConfiguredKeyIsHiddenAndThePublicOneIsNot() throws SettingsException {
            ChosenSettings chosen = fixture.choose("", Map.of("GROUNDWAVE_ACCESS_KEYS__SECONDARY", KEY), Map.of());

            assertThat(chosen.lines())
                    .contains(
                            "accessKeys.primary = ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH (default)",
                            "accessKeys.secondary = *** (GROUNDWAVE_ACCESS_KEYS__SECONDARY)");
        }

        @Test
        void theReferenceListsEveryKeyWithVariableAndDefault() {
            String page = SettingsReference.markdown();

            for (SettingsKey key : SettingsKey.all()) {
                assertThat(page)
                        .contains("| `" + key.path() + "` |")
                        .contains(key.row().doc());
                assertThat(key.environmentName().map(name -> page.contains("| `" + name + "` |")))
                        .isNotEqualTo(Optional.of(false));
            }
        }
    }
}
