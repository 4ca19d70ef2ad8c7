package dev.groundwave.launcher.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwave.server.settings.ServerSettings;
import dev.groundwave.wire.token.AccessKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrongSettingsTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";

    private SettingsFixture fixture = SettingsFixture.in(Path.of(""));

    @BeforeEach
    void placeFile(@TempDir Path folder) {
        fixture = SettingsFixture.in(folder);
    }

    private void refused(String yaml, String message) {
        assertThatThrownBy(() -> fixture.load(yaml))
                .isInstanceOf(SettingsException.class)
                .hasMessage(message.replace("FILE", fixture.file().toString()));
    }

    private static void refusedVariable(String name, String value, String message) {
        assertThatThrownBy(() -> SettingsLoader.load(Optional.empty(), Map.of(name, value), Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessage(message);
    }

    @Nested
    class WrongValues {
        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            port: 70000                     | port is '70000', not a whole number from 0 to 65535
            port: 80a                       | port is '80a', not a whole number from 0 to 65535
            port: 8080.5                    | port is '8080.5', not a whole number from 0 to 65535
            port: 99999999999               | port is '99999999999', not a whole number from 0 to 65535
            port: [1, 2]                    | port takes one value, not a list
            port:                           | port has no value
            port: { number: 1 }             | port takes a value, not keys or lists below it
            host: "  "                      | host is blank
            anyHost: yes                    | anyHost is 'yes', not true or false
            drainSeconds: -1                | drainSeconds is '-1', not a whole number from 0
            limits: 5                       | limits has keys below it and no value of its own
            limits: { requestLineBytes: 1 } | limits.requestLineBytes is '1', not a whole number from 16384
            hubs: { 1a: {} }                | '1a' cannot be a hub's name
            hubs: { chat: deny }            | hubs.chat has keys below it and no value of its own
            """)
        void areRefusedWithFileLineAndKey(String yaml, String complaint) {
            refused(yaml, "FILE, line 1: " + complaint);
        }

        @Test
        void ofAHubNameTheHub() {
            refused("""
                hubs:
                  chat:
                    anonymousConnectPolicy: maybe
                """, "FILE, line 3: hubs.chat.anonymousConnectPolicy is 'maybe', not allow or deny");
        }

        @Test
        void ofAVariableNameTheVariable() {
            refusedVariable(
                    "GROUNDWAVE_PORT",
                    "tcp://10.0.0.1:8080",
                    "GROUNDWAVE_PORT: port is 'tcp://10.0.0.1:8080', not a whole number from 0 to 65535");
        }

        @Test
        void ofAFlagNameTheFlag() {
            assertThatThrownBy(() -> SettingsLoader.load(Optional.empty(), Map.of(), Map.of(EdgeKey.PORT, "x")))
                    .hasMessage("--port: port is 'x', not a whole number from 0 to 65535");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"ftp://a.example", "push.example.org", "https://a.example?x=1", "https://u@a.example", "a b"
                })
        void ofEndpointsAreQuoted(String endpoint) {
            refused(
                    "publicEndpoints: ['" + endpoint + "']",
                    "FILE, line 1: publicEndpoints has '" + endpoint + "', which is not an http or https address with a"
                            + " host and without user, query and fragment");
        }

        @Test
        void aliasesAreNotFollowed() {
            refused("host: &a localhost\nport: *a", "FILE, line 2: port is an alias; write the value itself");
        }
    }

    @Nested
    class Keys {
        @Test
        void thatAreShortAreRefusedByTheirLengthOnly() {
            refused(
                    "accessKeys:\n  primary: short-secret",
                    "FILE, line 2: accessKeys.primary is too short: an access key has at least 32 bytes; this one has"
                            + " 12");
        }

        @Test
        void areNotQuotedWhenTheFileCannotBeParsed() {
            assertThatThrownBy(() -> fixture.load("accessKeys:\n  primary: \"" + KEY + "\n"))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageStartingWith(fixture.file() + ", line ")
                    .hasMessageContaining("not valid YAML")
                    .hasMessageNotContaining(KEY.substring(0, 8));
        }

        @Test
        void thatArePublicStayOnALoopbackAddress() {
            refused(
                    "host: 0.0.0.0",
                    "the built-in access key is public: with it the service listens on a loopback address only, not on"
                            + " '0.0.0.0'; set accessKeys.primary");
            refused(
                    "host: 0.0.0.0\naccessKeys: { primary: \"%s\", secondary: ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH }"
                            .formatted(KEY),
                    "the built-in access key is public: with it the service listens on a loopback address only, not on"
                            + " '0.0.0.0'; set accessKeys.primary");
        }

        @Test
        void thatAreConfiguredAllowEveryAddress() throws SettingsException {
            assertThat(fixture.load("host: 0.0.0.0\naccessKeys: { primary: \"" + KEY + "\" }")
                            .listener()
                            .host())
                    .isEqualTo("0.0.0.0");
        }

        @Test
        void thatLookLikeNumbersAreTextAllTheSame() throws SettingsException {
            String digits = "00012345678901234567890123456789012345678901";

            assertThat(fixture.load("accessKeys: { primary: " + digits + " }")
                            .accessKeys()
                            .primary())
                    .isEqualTo(new AccessKey(digits));
        }
    }

    @Nested
    class UnknownKeys {
        @ParameterizedTest
        @CsvSource({
            "prot, port",
            "Port, port",
            "hots, host",
            "drain, drainSeconds",
            "hub, hubs",
            "accesskeys, accessKeys",
            "publicEndpoint, publicEndpoints",
        })
        void areAnsweredWithTheNearestKnownOne(String unknown, String nearest) {
            refused(
                    "anyHost: false\n" + unknown + ": 1",
                    "FILE, line 2: unknown key '" + unknown + "'; the nearest known key is '" + nearest + "'");
        }

        @Test
        void belowAKnownOneAreNamedInFull() {
            refused(
                    "limits:\n  maxConnection: 1",
                    "FILE, line 2: unknown key 'limits.maxConnection'; the nearest known key is"
                            + " 'limits.maxConnections'");
        }

        @Test
        void ofAHubAreNamedWithTheHub() {
            refused(
                    "hubs: { chat: { anonymousPolicy: deny } }",
                    "FILE, line 1: unknown key 'hubs.chat.anonymousPolicy'; the nearest known key is"
                            + " 'hubs.chat.anonymousConnectPolicy'");
        }

        @Test
        void inTheEnvironmentAreAnsweredWithTheNearestVariable() {
            refusedVariable(
                    "GROUNDWAVE_ACCESS_KEYS_PRIMARY",
                    KEY,
                    "unknown environment variable GROUNDWAVE_ACCESS_KEYS_PRIMARY; the nearest known one is"
                            + " GROUNDWAVE_ACCESS_KEYS__PRIMARY");
        }

        @Test
        void ofHubsInTheEnvironmentBelongInTheFile() {
            refusedVariable(
                    "GROUNDWAVE_HUBS__CHAT__ANONYMOUS_CONNECT_POLICY",
                    "allow",
                    "GROUNDWAVE_HUBS__CHAT__ANONYMOUS_CONNECT_POLICY: hubs are set in the settings file only");
        }

        @Test
        void ofTheScriptAreNoSettings() throws SettingsException {
            Map<String, String> environment =
                    Map.of("GROUNDWAVE_JAVA_OPTS", "-Xmx1g", "GROUNDWAVE_CONNECTION_STRING", "x");

            assertThat(SettingsLoader.load(Optional.empty(), environment, Map.of())
                            .forServer())
                    .isEqualTo(ServerSettings.DEFAULTS);
        }

        @Test
        void twiceInOneFileAreRefused() {
            assertThatThrownBy(() -> fixture.load("port: 1\nport: 2"))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageStartingWith(fixture.file() + ", line 2: not valid YAML")
                    .hasMessageContaining("port");
        }
    }

    @Nested
    class Lists {
        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            issuers: x                                     | issuers is a list, with a '-' before each item
            issuers: [x]                                   | issuers[1] has keys below it and no value of its own
            issuers: [{}]                                  | issuers[1] has no keys
            issuers: [{isuer: x}]                          | unknown key 'issuers[1].isuer'; the nearest known key is 'issuers[1].issuer'
            issuer: []                                     | unknown key 'issuer'; the nearest known key is 'issuers'
            networkACLs: { ipRules: [{value: x}] }         | networkACLs.ipRules[1].value has 'x', which is not an address block such as 10.0.0.0/8 or 2001:db8::/32
            networkACLs: { publicNetwork: {allow: [All]} } | networkACLs.publicNetwork.allow has 'All', not one of ClientConnection, ServerConnection, RESTAPI, Trace
            networkACLs: { defaultAction: deny }           | networkACLs.defaultAction is 'deny', not Allow or Deny
            trustedProxies: [10.0.0.0/99]                  | trustedProxies has '10.0.0.0/99', which is not an address block such as 10.0.0.0/8 or 2001:db8::/32
            cors: { allowedOrigins: [app.example] }        | cors.allowedOrigins has 'app.example', which is not an origin such as https://app.example:8443
            """)
        void areCheckedItemByItem(String yaml, String complaint) {
            refused(yaml, "FILE, line 1: " + complaint);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            issuers: [{issuer: 'https://a.example'}, {jwks: k.json}] | issuers[2].issuer is missing
            networkACLs: { ipRules: [{value: 10.0.0.1}] }            | networkACLs.ipRules[1].action is missing
            networkACLs: { privateEndpoints: [{name: office}] }      | networkACLs.privateEndpoints[1].addresses is missing
            issuers: [{issuer: 'http://a.example'}]                  | issuers[].issuer 'http://a.example/.well-known/openid-configuration' is not an https address
            """)
        void areCheckedForWhatIsMissing(String yaml, String complaint) {
            refused(yaml, complaint);
        }

        @Test
        void areSetInTheFileOnly() {
            refusedVariable(
                    "GROUNDWAVE_ISSUERS__ISSUER",
                    "x",
                    "GROUNDWAVE_ISSUERS__ISSUER: the items of issuers are set in the settings file only");
        }
    }

    @Nested
    class KeysOfLaterVersions {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "management: { port: 8081 }",
                })
        void areRefusedEvenWithTheirDefaults(String yaml) {
            refused(
                    yaml,
                    "FILE, line 1: " + yaml.substring(0, yaml.indexOf(':')) + " is not available in this version");
        }

        @Test
        void areRefusedInTheEnvironment() {
            refusedVariable(
                    "GROUNDWAVE_MANAGEMENT__PORT",
                    "8081",
                    "GROUNDWAVE_MANAGEMENT__PORT is not available in this version");
        }
    }

    @Nested
    class UnreadableFiles {
        @Test
        void thatAreMissingAreNamed() {
            assertThatThrownBy(() -> SettingsLoader.load(Optional.of(fixture.file()), Map.of(), Map.of()))
                    .hasMessage("cannot read the settings file " + fixture.file() + ": there is no such file");
        }

        @Test
        void thatAreFoldersAreNamed(@TempDir Path folder) {
            assertThatThrownBy(() -> SettingsLoader.load(Optional.of(folder), Map.of(), Map.of()))
                    .hasMessageStartingWith("cannot read the settings file " + folder + ": ");
        }

        @Test
        void thatAreNotTextAreNamed() throws IOException {
            Files.write(fixture.file(), "host: ü".getBytes(StandardCharsets.ISO_8859_1));

            assertThatThrownBy(() -> SettingsLoader.load(Optional.of(fixture.file()), Map.of(), Map.of()))
                    .hasMessage("cannot read the settings file " + fixture.file() + ": it is not UTF-8 text");
        }

        @ParameterizedTest
        @ValueSource(strings = {"[1, 2]", "just words", "port: 1\n---\nport: 2"})
        void thatAreNoMappingAreRefused(String yaml) {
            assertThatThrownBy(() -> fixture.load(yaml))
                    .hasMessageEndingWith(": a settings file is one list of 'key: value' lines");
        }
    }
}
