package dev.groundwave.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.AzureKeyCredential;
import com.azure.core.credential.TokenCredential;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.HttpLogOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.core.util.ClientOptions;
import com.azure.core.util.Configuration;
import com.azure.messaging.webpubsub.WebPubSubAuthenticationPolicy;
import com.azure.messaging.webpubsub.WebPubSubServiceClientBuilder;
import com.azure.messaging.webpubsub.WebPubSubServiceVersion;
import com.azure.messaging.webpubsub.models.GetClientAccessTokenOptions;
import com.azure.messaging.webpubsub.models.WebPubSubClientAccessToken;
import com.azure.messaging.webpubsub.models.WebPubSubClientProtocol;
import com.azure.messaging.webpubsub.models.WebPubSubContentType;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

/** {@code com.azure:azure-messaging-webpubsub}: client tokens, credentials and all its builder can be told. */
@ParameterizedClass
@CsvSource({"HTTP, SYNC", "HTTP, ASYNC", "HTTPS, SYNC", "HTTPS, ASYNC"})
final class OfficialJavaAccessTest {
    @RegisterExtension
    static final Services SERVICES = Services.plain().trusting(TestIssuer.ofThisRun());

    /** A service that is known by another name than the one it is reached by. */
    @RegisterExtension
    static final Services UNDER_ANY_NAME = Services.plain().withSetting("GROUNDWAVE_ANY_HOST", "true");

    private static final WebPubSubContentType TEXT = WebPubSubContentType.TEXT_PLAIN;
    private static final String HI = "{\"type\":\"message\",\"from\":\"server\",\"dataType\":\"text\",\"data\":\"hi\"}";

    private final Scheme scheme;
    private final OfficialJavaFlavour flavour;
    private final ServiceProcess service;
    private final OfficialJavaBackEnd backEnd;

    OfficialJavaAccessTest(Scheme scheme, OfficialJavaFlavour flavour) {
        this.scheme = scheme;
        this.flavour = flavour;
        this.service = SERVICES.of(scheme);
        this.backEnd = new OfficialJavaBackEnd(service, flavour);
    }

    @AfterEach
    void disconnect() {
        backEnd.close();
    }

    private WebPubSubServiceClientBuilder builder() {
        return backEnd.builder().connectionString(service.connectionString());
    }

    private static GetClientAccessTokenOptions everything() {
        return new GetClientAccessTokenOptions()
                .setUserId("alice")
                .setRoles(new ArrayList<>(List.of("webpubsub.joinLeaveGroup.lobby")))
                .addRole("webpubsub.joinLeaveGroup.hall")
                .setGroups(new ArrayList<>(List.of("room")))
                .addGroup("attic")
                .setExpiresAfter(Duration.ofMinutes(5))
                .setWebPubSubClientProtocol(WebPubSubClientProtocol.DEFAULT);
    }

    private static String claims(WebPubSubClientAccessToken token) {
        return new String(Base64.getUrlDecoder().decode(token.getToken().split("\\.", -1)[1]), UTF_8);
    }

    private String clientPath(String kind) {
        return "/" + kind + "/hubs/" + backEnd.hub();
    }

    private void assertThatItLetsIn(WebPubSubClientAccessToken token) {
        assertThat(token.getUrl())
                .isEqualTo(backEnd.endpoint().replaceFirst("http", "ws") + clientPath("client") + "?access_token="
                        + token.getToken());
        assertThat(claims(token))
                .contains(
                        "\"aud\":\"" + backEnd.endpoint() + clientPath("client") + "\"",
                        "\"sub\":\"alice\"",
                        "[\"webpubsub.joinLeaveGroup.lobby\",\"webpubsub.joinLeaveGroup.hall\"]",
                        "[\"room\",\"attic\"]");
        var alice = backEnd.connect(token.getUrl(), "alice");
        assertThat(backEnd.calls().groupExists("room")).isTrue();
        assertThat(backEnd.calls().groupExists("attic")).isTrue();
        alice.client().send("{\"type\":\"joinGroup\",\"group\":\"hall\",\"ackId\":1}");
        assertThat(alice.next()).contains("\"success\":true");
        alice.client().send("{\"type\":\"joinGroup\",\"group\":\"cellar\",\"ackId\":2}");
        assertThat(alice.next()).contains("\"success\":false", "\"Forbidden\"");
    }

    @Nested
    final class ClientTokens {
        @Test
        void areSignedWithEverythingInThem() {
            assertThatItLetsIn(backEnd.calls().getClientAccessToken(everything()));
        }

        @Test
        void optionsTellWhatTheyWereTold() {
            GetClientAccessTokenOptions options = everything();
            assertThat(options.getUserId()).isEqualTo("alice");
            assertThat(options.getRoles())
                    .containsExactly("webpubsub.joinLeaveGroup.lobby", "webpubsub.joinLeaveGroup.hall");
            assertThat(options.getGroups()).containsExactly("room", "attic");
            assertThat(options.getExpiresAfter()).isEqualTo(Duration.ofMinutes(5));
            assertThat(options.getWebPubSubClientProtocol()).isEqualTo(WebPubSubClientProtocol.DEFAULT);
        }

        @Test
        void otherKindsOfClientsHaveAddressesOfTheirOwn() {
            assertThat(claims(tokenFor(WebPubSubClientProtocol.MQTT))).contains(clientPath("clients/mqtt"));
            assertThat(tokenFor(WebPubSubClientProtocol.MQTT).getUrl()).contains(clientPath("clients/mqtt"));
            assertThat(tokenFor(WebPubSubClientProtocol.SOCKET_IO).getUrl()).contains(clientPath("clients/socketio"));
        }

        private WebPubSubClientAccessToken tokenFor(WebPubSubClientProtocol protocol) {
            return backEnd.calls()
                    .getClientAccessToken(new GetClientAccessTokenOptions().setWebPubSubClientProtocol(protocol));
        }
    }

    @Nested
    final class Credentials {
        private OfficialJavaCalls callsWith(TokenCredential credential) {
            return backEnd.calls(backEnd.builder().endpoint(backEnd.endpoint()).credential(credential));
        }

        private OfficialJavaCalls callsWith(AzureKeyCredential credential) {
            return backEnd.calls(backEnd.builder().endpoint(backEnd.endpoint()).credential(credential));
        }

        private TokenCredential issued(List<String> scopes) {
            return request -> {
                scopes.addAll(request.getScopes());
                return Mono.just(new AccessToken(
                        TestIssuer.ofThisRun().token(),
                        OffsetDateTime.now(ZoneOffset.UTC).plusMinutes(10)));
            };
        }

        @Test
        void keyOpensTheCallsAndAWrongOneDoesNot() {
            AzureKeyCredential credential = new AzureKeyCredential("another key that is long enough for HS256");
            OfficialJavaCalls calls = callsWith(credential);
            assertThatThrownBy(() -> calls.sendToAll("hi", TEXT)).isInstanceOf(ClientAuthenticationException.class);
            var alice = backEnd.connect(everything());
            credential.update(service.address().accessKey().reveal());
            calls.sendToAll("hi", TEXT);
            assertThat(alice.next()).isEqualTo(HI);
        }

        @Test
        void issuedTokenLetsTheServiceMakeClientTokens() {
            List<String> scopes = new ArrayList<>();
            OfficialJavaCalls calls = callsWith(issued(scopes));
            if (scheme == Scheme.HTTP) {
                assertThatThrownBy(() -> calls.getClientAccessToken(everything()))
                        .as("the SDK itself refuses to send it in the clear")
                        .hasMessageContaining("HTTPS");
                return;
            }
            assertThatItLetsIn(calls.getClientAccessToken(everything()));
            assertThat(scopes).contains("https://webpubsub.azure.com/.default");
            var bob = backEnd.connect(new GetClientAccessTokenOptions().setUserId("bob"));
            calls.sendToUser("bob", "hi", TEXT);
            assertThat(bob.next()).isEqualTo(HI);
            GetClientAccessTokenOptions mqtt =
                    new GetClientAccessTokenOptions().setWebPubSubClientProtocol(WebPubSubClientProtocol.MQTT);
            assertThat(claims(calls.getClientAccessToken(mqtt))).contains(clientPath("clients/mqtt"));
            GetClientAccessTokenOptions socketIo =
                    new GetClientAccessTokenOptions().setWebPubSubClientProtocol(WebPubSubClientProtocol.SOCKET_IO);
            assertThatThrownBy(() -> calls.getClientAccessToken(socketIo))
                    .isInstanceOf(HttpResponseException.class)
                    .hasMessageContaining("The value 'socketio' is not valid.");
        }
    }

    @Nested
    final class Builder {
        private void assertThatItSends(WebPubSubServiceClientBuilder builder) {
            var alice = backEnd.connect(everything());
            backEnd.calls(builder).sendToConnection(alice.id(), "hi", TEXT);
            assertThat(alice.next()).isEqualTo(HI);
        }

        @Test
        void takesEveryVersionOfTheApi() {
            for (WebPubSubServiceVersion version : List.of(
                    WebPubSubServiceVersion.V2021_10_01,
                    WebPubSubServiceVersion.V2022_11_01,
                    WebPubSubServiceVersion.V2024_01_01)) {
                assertThatItSends(builder().serviceVersion(version));
            }
        }

        @Test
        void takesWhatEveryAzureSdkTakes() {
            List<String> seen = new ArrayList<>();
            assertThatItSends(builder()
                    .clientOptions(new ClientOptions().setApplicationId("interop"))
                    .configuration(Configuration.NONE)
                    .httpLogOptions(new HttpLogOptions())
                    .retryOptions(new RetryOptions(new FixedDelayOptions(0, Duration.ofMillis(1))))
                    .addPolicy((context, next) -> {
                        seen.add(context.getHttpRequest().getHttpMethod().name());
                        return next.process();
                    }));
            assertThat(seen).containsExactly("POST");
            assertThatItSends(builder().retryPolicy(new RetryPolicy()));
        }

        @Test
        void pipelineOfTheCallersOwnHasTheCredentialThatTheCallerPutsIn() {
            HttpPipelineBuilder pipeline = new HttpPipelineBuilder().httpClient(backEnd.httpClient());
            OfficialJavaCalls calls = backEnd.calls(builder().pipeline(pipeline.build()));
            assertThatThrownBy(() -> calls.sendToAll("hi", TEXT)).isInstanceOf(ClientAuthenticationException.class);
            AzureKeyCredential credential =
                    new AzureKeyCredential(service.address().accessKey().reveal());
            pipeline.policies(new WebPubSubAuthenticationPolicy(credential));
            assertThatItSends(builder().pipeline(pipeline.build()));
        }

        /** Over a link, for a service that is known by another name; the link leaves the Host header as it is. */
        @Test
        void goesThroughAReverseProxy() {
            ServiceProcess proxied = UNDER_ANY_NAME.of(scheme);
            String known = proxied.connectionString().replaceFirst("localhost:\\d+", "push.example.org");
            try (Link link = Link.to(proxied.address().endpoint());
                    OfficialJavaBackEnd other = new OfficialJavaBackEnd(proxied, flavour)) {
                OfficialJavaCalls calls =
                        other.calls(other.builder().connectionString(known).reverseProxyEndpoint(link.endpoint()));
                var alice = other.connect(everything());
                calls.sendToAll("hi", TEXT);
                assertThat(alice.next()).isEqualTo(HI);
                assertThat(calls.getClientAccessToken(everything()).getUrl()).contains("//push.example.org/client/");
            }
        }
    }
}
