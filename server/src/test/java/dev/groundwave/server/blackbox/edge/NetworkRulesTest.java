package dev.groundwave.server.blackbox.edge;

import static dev.groundwave.server.settings.RequestType.CLIENT_CONNECTION;
import static dev.groundwave.server.settings.RequestType.REST_API;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwave.server.blackbox.HttpAnswer;
import dev.groundwave.server.blackbox.HttpCall;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.settings.Cidr;
import dev.groundwave.server.settings.EdgeSettings;
import dev.groundwave.server.settings.NetworkRules;
import dev.groundwave.server.settings.NetworkRules.AddressRule;
import dev.groundwave.server.settings.NetworkRules.PrivateNetwork;
import dev.groundwave.server.settings.NetworkRules.TypeRules;
import dev.groundwave.server.settings.RequestType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("events-and-operations 4.6, network rules")
final class NetworkRulesTest {
    private static final TypeRules NO_TYPES = new TypeRules(Set.of(), Set.of());

    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    private static void rules(NetworkRules rules) {
        SERVER.reload(new EdgeSettings(List.of(), Optional.empty(), rules, List.of()));
    }

    private static void publicTypes(boolean otherwise, Set<RequestType> allow, Set<RequestType> deny) {
        rules(new NetworkRules(otherwise, new TypeRules(allow, deny), List.of(), List.of()));
    }

    /** A rule {@code +BLOCK} or {@code -BLOCK} each. */
    private static void addresses(boolean otherwise, String... rules) {
        List<AddressRule> list = Stream.of(rules)
                .map(rule -> new AddressRule(Cidr.parse(rule.substring(1)), rule.startsWith("+")))
                .toList();
        rules(new NetworkRules(otherwise, NO_TYPES, List.of(), list));
    }

    /** Requests that claim to come from an address, through a proxy on this machine. */
    private static void behindProxy(NetworkRules rules, String... trusted) {
        SERVER.reload(
                new EdgeSettings(Stream.of(trusted).map(Cidr::parse).toList(), Optional.empty(), rules, List.of()));
    }

    private static NetworkRules only(String... blocks) {
        List<AddressRule> list = Stream.of(blocks)
                .map(block -> new AddressRule(Cidr.parse(block), true))
                .toList();
        return new NetworkRules(false, new TypeRules(Set.of(REST_API), Set.of()), List.of(), list);
    }

    private static int rest() {
        return SERVER.status("POST", "/:closeConnections");
    }

    private static int client() {
        return SERVER.handshake(SERVER.token()).status();
    }

    private static int forwarded(String... lines) {
        HttpCall call = SERVER.inHub("POST", "/:closeConnections");
        if (lines.length > 0) {
            // One line after the other, as several proxies may write them.
            call.header("X-Forwarded-For", String.join("\r\nX-Forwarded-For: ", lines));
        }
        return SERVER.call(call).status();
    }

    @Nested
    final class Types {
        @Test
        void thatAreDeniedAre403AndTheOthersPass() {
            publicTypes(true, Set.of(), Set.of(REST_API));
            assertThat(rest()).isEqualTo(403);
            assertThat(client()).isEqualTo(101);

            publicTypes(true, Set.of(), Set.of(CLIENT_CONNECTION));
            assertThat(rest()).isEqualTo(204);
            assertThat(client()).isEqualTo(403);
        }

        @Test
        void thatAreAllowedPassWhenAllElseIsDenied() {
            publicTypes(false, Set.of(CLIENT_CONNECTION), Set.of());

            assertThat(rest()).isEqualTo(403);
            assertThat(client()).isEqualTo(101);
        }

        @Test
        void thatAreBothAreDenied() {
            publicTypes(true, Set.of(REST_API), Set.of(REST_API));

            assertThat(rest()).isEqualTo(403);
        }

        @Test
        void doNotTouchTheHealth() {
            publicTypes(false, Set.of(), Set.of());

            assertThat(SERVER.call(SERVER.request("HEAD", "/api/health").unsigned())
                            .status())
                    .isEqualTo(200);
            assertThat(SERVER.call(SERVER.request("POST", "/api/health").unsigned())
                            .status())
                    .isEqualTo(403);
        }

        @Test
        void areCheckedBeforeTheRouteAndTheToken() {
            publicTypes(true, Set.of(), Set.of(REST_API));

            HttpAnswer answer = SERVER.call(SERVER.inHub("POST", "/:fly").unsigned());

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.header("x-ms-error-code")).contains("Error.Forbidden");
            assertThat(answer.body()).contains("\"code\":\"Error.Forbidden\"");
        }

        @Test
        void areForNewConnectionsOnly() {
            publicTypes(true, Set.of(), Set.of());
            RawWebSocket client = SERVER.json("ann");

            publicTypes(false, Set.of(), Set.of());

            client.expectNothingBeforePong();
            assertThat(client()).isEqualTo(403);
        }

        @Test
        void holdForRecoveryToo() {
            publicTypes(true, Set.of(), Set.of());
            RawWebSocket client = SERVER.reliable("ann");
            client.drop();

            publicTypes(false, Set.of(REST_API), Set.of());

            assertThat(SERVER.handshake("/client/hubs/" + SERVER.hub() + "?awps_connection_id=" + client.connectionId()
                                    + "&awps_reconnection_token=" + client.reconnectionToken())
                            .status())
                    .isEqualTo(403);
        }
    }

    @Nested
    final class Addresses {
        @Test
        void areJudgedByTheFirstRuleThatMatches() {
            addresses(true, "+127.0.0.1", "-127.0.0.0/8");
            assertThat(rest()).isEqualTo(204);

            addresses(true, "-127.0.0.0/8", "+127.0.0.1");
            assertThat(rest()).isEqualTo(403);
            assertThat(client()).isEqualTo(403);
        }

        @Test
        void ofNoRuleGetTheDefault() {
            addresses(true, "-10.0.0.0/8");
            assertThat(rest()).isEqualTo(204);

            rules(new NetworkRules(
                    false,
                    new TypeRules(Set.of(REST_API), Set.of()),
                    List.of(),
                    List.of(new AddressRule(Cidr.parse("10.0.0.0/8"), true))));
            assertThat(rest()).isEqualTo(403);
        }

        @Test
        void thatPassAreStillJudgedByType() {
            rules(new NetworkRules(
                    true,
                    new TypeRules(Set.of(), Set.of(REST_API)),
                    List.of(),
                    List.of(new AddressRule(Cidr.parse("0.0.0.0/0"), true))));

            assertThat(rest()).isEqualTo(403);
            assertThat(client()).isEqualTo(101);
        }

        @Test
        void ofAPrivateNetworkHaveItsRulesAlone() {
            TypeRules onlyRest = new TypeRules(Set.of(REST_API), Set.of());
            rules(new NetworkRules(
                    false,
                    new TypeRules(Set.of(CLIENT_CONNECTION), Set.of()),
                    List.of(new PrivateNetwork("office", List.of(Cidr.parse("127.0.0.0/8")), onlyRest)),
                    List.of(new AddressRule(Cidr.parse("0.0.0.0/0"), false))));

            assertThat(rest()).isEqualTo(204);
            assertThat(client()).isEqualTo(403);
        }

        @ParameterizedTest
        @CsvSource({
            "10.0.0.0/8, 10.255.1.2, true",
            "10.0.0.0/8, 11.0.0.0, false",
            "10.1.2.3, 10.1.2.3, true",
            "10.1.2.3, 10.1.2.4, false",
            "192.168.4.0/22, 192.168.7.255, true",
            "192.168.4.0/22, 192.168.8.0, false",
            "0.0.0.0/0, 203.0.113.9, true",
            "0.0.0.0/0, 2001:db8::1, false",
            "2001:db8::/32, 2001:db8:ffff::1, true",
            "2001:db8::/33, 2001:db8:ffff::1, false",
            "::/0, 2001:db8::1, true",
            "::/0, 10.0.0.1, false",
            "10.0.0.0/8, ::ffff:10.1.1.1, true",
            "::ffff:10.0.0.0/104, 10.1.1.1, true",
            "::ffff:10.0.0.0/104, 11.1.1.1, false",
        })
        void matchBlocks(String block, String address, boolean matches) {
            assertThat(Cidr.parse(block).contains(Cidr.address(address).orElseThrow()))
                    .isEqualTo(matches);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "10",
                    "10.0.0",
                    "10.0.0.256",
                    "10.0.0.0/33",
                    "10.0.0.0/-1",
                    "10.0.0.0/",
                    "::/129",
                    "a.b",
                    "localhost",
                    "::ffff:10.0.0.0/95",
                    "fe80::1%eth0",
                    "10.0.0.0/8/8"
                })
        void inAnotherFormAreRefused(String block) {
            assertThatThrownBy(() -> Cidr.parse(block)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    final class Proxies {
        @Test
        void thatAreNotTrustedCannotSpeakForOthers() {
            behindProxy(only("203.0.113.0/24"), "10.0.0.1");

            assertThat(forwarded("203.0.113.7")).isEqualTo(403);
        }

        @Test
        void thatAreTrustedTellTheCallersAddress() {
            behindProxy(only("203.0.113.0/24"), "127.0.0.1");

            assertThat(forwarded("203.0.113.7")).isEqualTo(204);
            assertThat(forwarded("198.51.100.1")).isEqualTo(403);
            assertThat(forwarded()).isEqualTo(403);
        }

        @Test
        void thatCallThemselvesAreCallers() {
            behindProxy(only("127.0.0.1"), "127.0.0.1");

            assertThat(forwarded()).isEqualTo(204);
        }

        @Test
        void areReadFromTheRightUpToTheFirstThatIsNotTrusted() {
            behindProxy(only("203.0.113.0/24"), "127.0.0.1", "10.0.0.0/8");

            assertThat(forwarded("203.0.113.7, 10.1.1.1")).isEqualTo(204);
            assertThat(forwarded("203.0.113.7", "10.1.1.1, 10.2.2.2")).isEqualTo(204);
            assertThat(forwarded("198.51.100.1, 203.0.113.7, 10.1.1.1")).isEqualTo(204);
            assertThat(forwarded("203.0.113.7, 198.51.100.1, 10.1.1.1")).isEqualTo(403);
            assertThat(forwarded("203.0.113.7", "198.51.100.1")).isEqualTo(403);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "203.0.113.7:51000",
                    "[2001:db8::7]:51000",
                    "[2001:db8::7]",
                    "2001:db8::7",
                    "::ffff:203.0.113.7"
                })
        void mayWriteAddressesInTheseForms(String address) {
            behindProxy(only("203.0.113.0/24", "2001:db8::/32"), "127.0.0.1");

            assertThat(forwarded(address)).isEqualTo(204);
        }

        @ParameterizedTest
        @ValueSource(strings = {"unknown", "_hidden", "", "203.0.113.7x", "203.0.113.7,"})
        void thatHideTheAddressLeaveACallerOfNoNetwork(String address) {
            behindProxy(only("203.0.113.0/24", "127.0.0.1"), "127.0.0.1");

            assertThat(forwarded(address)).isEqualTo(403);
        }

        @Test
        void speakForClientsAsWell() {
            NetworkRules deny = new NetworkRules(
                    true, NO_TYPES, List.of(), List.of(new AddressRule(Cidr.parse("198.51.100.0/24"), false)));
            behindProxy(deny, "127.0.0.1");

            assertThat(SERVER.handshake(SERVER.token())
                            .header("X-Forwarded-For", "198.51.100.1")
                            .status())
                    .isEqualTo(403);
            assertThat(SERVER.handshake(SERVER.token())
                            .header("X-Forwarded-For", "203.0.113.1")
                            .status())
                    .isEqualTo(101);
        }
    }

    @Nested
    @DisplayName("rest-api 3.2, forwarded hosts")
    final class ForwardedHosts {
        private static final String PATH = "/:closeConnections";

        private static int call(String audienceHost, String... headers) {
            HttpCall call = SERVER.inHub("POST", PATH)
                    .token(SERVER.token()
                            .audience("https://" + audienceHost + "/api/hubs/" + SERVER.hub() + PATH)
                            .sign());
            for (int i = 0; i < headers.length; i += 2) {
                call.header(headers[i], headers[i + 1]);
            }
            return SERVER.call(call).status();
        }

        @Test
        void ofTrustedProxiesAreGoodForAudiences() {
            behindProxy(NetworkRules.OPEN, "127.0.0.1");

            assertThat(call("push.example", "X-Forwarded-Host", "push.example")).isEqualTo(204);
            assertThat(call("push.example:443", "X-Forwarded-Host", "Push.example"))
                    .isEqualTo(204);
            assertThat(call("other.example", "X-Forwarded-Host", "push.example"))
                    .isEqualTo(401);
            assertThat(call(SERVER.authority(), "X-Forwarded-Host", "push.example"))
                    .isEqualTo(204);
        }

        @Test
        void ofOthersAreNot() {
            behindProxy(NetworkRules.OPEN, "10.0.0.0/8");

            assertThat(call("push.example", "X-Forwarded-Host", "push.example")).isEqualTo(401);
        }

        @Test
        void thatACallerWroteItselfAreNot() {
            behindProxy(NetworkRules.OPEN, "127.0.0.1");

            assertThat(call(
                            "evil.example",
                            "X-Forwarded-For",
                            "203.0.113.7",
                            "X-Forwarded-Host",
                            "evil.example, push.example"))
                    .isEqualTo(401);
        }

        @Test
        void ofClientsCountToo() {
            behindProxy(NetworkRules.OPEN, "127.0.0.1");

            assertThat(SERVER.handshake(SERVER.token().audience("https://push.example/client/hubs/" + SERVER.hub()))
                            .header("X-Forwarded-Host", "push.example")
                            .status())
                    .isEqualTo(101);
        }

        @Test
        void standInTheTokensThatAreIssued() {
            behindProxy(NetworkRules.OPEN, "127.0.0.1");

            String token = SERVER.call(SERVER.inHub("POST", "/:generateToken")
                            .header("X-Forwarded-Host", "push.example")
                            .header("X-Forwarded-Proto", "https"))
                    .body();

            assertThat(new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8))
                    .contains("\"https://push.example/client/hubs/" + SERVER.hub() + "\"");
        }
    }
}
