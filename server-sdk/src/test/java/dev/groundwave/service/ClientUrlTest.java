package dev.groundwave.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Client URLs made without asking the service. Source: rest-api.md, section 3.4. */
class ClientUrlTest {
    private static final String KEY = ScriptedService.KEY;
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.900Z");
    private static final long NOW_SECONDS =
            Instant.parse("2026-03-01T12:00:00Z").getEpochSecond();

    private static WebPubSubService hub(String endpoint) {
        return WebPubSubService.builder()
                .endpoint(endpoint)
                .accessKey(KEY)
                .hub("Chat")
                .surroundings(new HttpCaller.Surroundings(() -> NOW, new ManualScheduler(), () -> 0.5))
                .build();
    }

    private static Jwt token(ClientUrlRequest request) {
        return Jwt.read(
                hub("https://push.example.org/base").clientAccessUrl(request).token(), KEY);
    }

    @Nested
    class TheToken {
        @Test
        void isSignedWithTheKey() {
            Jwt token = token(ClientUrlRequest.forUser("alice"));

            assertThat(token.validSignature()).isTrue();
            assertThat(token.header()).containsEntry("alg", "HS256");
        }

        @Test
        void carriesUserRolesAndGroups() {
            Jwt token = token(ClientUrlRequest.forUser("alice")
                    .withRoles("webpubsub.sendToGroup", "webpubsub.joinLeaveGroup.news")
                    .withGroups("news", "ünï"));

            assertThat(token.claims())
                    .containsEntry("sub", "alice")
                    .containsEntry("role", List.of("webpubsub.sendToGroup", "webpubsub.joinLeaveGroup.news"))
                    .containsEntry("webpubsub.group", List.of("news", "ünï"));
        }

        @Test
        void livesForAnHourWhenNothingElseIsSaid() {
            assertThat(token(ClientUrlRequest.anonymous()).claims())
                    .isEqualTo(Map.of(
                            "aud",
                            "https://push.example.org/base/client/hubs/chat",
                            "iat",
                            NOW_SECONDS,
                            "exp",
                            NOW_SECONDS + 3600));
        }

        @Test
        void livesAsLongAsAskedFor() {
            ClientUrlRequest request = ClientUrlRequest.anonymous().withLifetime(Duration.ofSeconds(90));

            assertThat(token(request).claims()).containsEntry("exp", NOW_SECONDS + 90);
        }

        @Test
        void cannotBeBornDead() {
            assertThatThrownBy(() -> ClientUrlRequest.anonymous().withLifetime(Duration.ZERO))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class TheUrl {
        @Test
        void isWsForHttpAndWssForHttps() {
            assertThat(base("http://localhost:8080")).isEqualTo("ws://localhost:8080/client/hubs/chat");
            assertThat(base("https://push.example.org")).isEqualTo("wss://push.example.org/client/hubs/chat");
            assertThat(base("HTTPS://push.example.org/")).isEqualTo("wss://push.example.org/client/hubs/chat");
            assertThat(base("https://h/sub/path/")).isEqualTo("wss://h/sub/path/client/hubs/chat");
        }

        @Test
        void endsWithTheToken() {
            ClientUrl url = hub("http://localhost:8080").clientAccessUrl(ClientUrlRequest.anonymous());

            assertThat(url.url().toString())
                    .isEqualTo("ws://localhost:8080/client/hubs/chat?access_token=" + url.token());
        }

        private static String base(String endpoint) {
            return hub(endpoint)
                    .clientAccessUrl(ClientUrlRequest.anonymous())
                    .baseUrl()
                    .toString();
        }
    }
}
