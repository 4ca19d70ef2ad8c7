package dev.groundwave.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.client.ScriptedTransport.Link;
import dev.groundwave.client.port.TransportEnd;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where access URLs come from, good and bad ones. Source: client-sdk.md, section 1.3; numbers are those of section 8. */
@SuppressWarnings("FutureReturnValueIgnored") // Many steps matter for what they cause, not for their own result.
final class CredentialTest {
    private static Rig rig(WebPubSubClientCredential credential) {
        return new Rig(WebPubSubClient.builder().credential(credential), builder -> builder);
    }

    @Nested
    final class Nonsense {
        @SuppressWarnings("NullAway") // Programs without null checks give null, too.
        @ParameterizedTest
        @NullSource
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "not a url",
                    "ftp://service.test/x?access_token=secret-token",
                    "//service.test/x?access_token=secret-token",
                    "ws:///client/hubs/chat?access_token=secret-token",
                    "ws://service.test/client hubs?access_token=secret-token",
                    "ws://service.test/x?access_token=secret-token#fragment",
                    "ws://service.test:port/x?access_token=secret-token",
                    "mailto:me@service.test?access_token=secret-token"
                })
        void failsTheStartWithoutTellingTheSecret(@Nullable String url) {
            Rig rig = rig(context -> url);
            CompletableFuture<ClientEvent.ConnectedEvent> starting = rig.client.startAsync();
            rig.settle();
            ConnectFailedException failure = Rig.failureOf(starting, ConnectFailedException.class);
            for (Throwable each = failure; each != null; each = each.getCause()) {
                assertThat(each.toString()).doesNotContain("secret-token");
            }
            assertThat(rig.client.state()).isEqualTo(SessionState.STOPPED);
            assertThat(rig.network.links).isEmpty();
            assertThat(rig.time.timers()).isZero();
        }

        @Test
        void afterALossCountsAsAFailedAttempt() {
            List<String> urls = new ArrayList<>(List.of(Rig.URL, "nonsense", Rig.URL));
            Rig rig = rig(context -> urls.remove(0));
            rig.connected().drop();
            rig.pass(Duration.ofSeconds(2));
            rig.greetLast("c2");
            assertThat(rig.told()).containsOnlyOnce("Reconnecting").endsWith("Connected", "GroupsRejoined");
        }

        @Test
        void ofErrorsIsACauseLikeAnyOther() {
            Rig rig = rig(context -> {
                throw new AssertionError("a fault of the program");
            });
            CompletableFuture<ClientEvent.ConnectedEvent> starting = rig.client.startAsync();
            rig.settle();
            assertThat(Rig.failureOf(starting, ConnectFailedException.class))
                    .hasRootCauseMessage("a fault of the program");
        }
    }

    @Nested
    final class AUrlWithoutAToken {
        @Test
        void isTriedAsTheServiceMayLetAnybodyIn() {
            Rig rig = rig(context -> "http://service.test/client/hubs/chat");
            Link link = rig.reliablyConnected();
            assertThat(link.request.uri()).hasToString("ws://service.test/client/hubs/chat");
            link.drop();
            rig.pass(Duration.ZERO);
            assertThat(rig.network.last().request.uri())
                    .hasToString("ws://service.test/client/hubs/chat?awps_connection_id=c1"
                            + "&awps_reconnection_token=secret-reconnection");
        }
    }

    @Nested
    final class Failing {
        @Test
        void twiceIsToldTwiceAndThenForgotten() { // 25
            List<AccessUrlContext> asked = new ArrayList<>();
            Rig rig = rig(context -> {
                asked.add(context);
                if (context.reason() == AccessUrlContext.Reason.RECONNECT && context.attempt() < 3) {
                    throw new IOException("no token now");
                }
                return Rig.URL;
            });
            rig.connected().drop();
            rig.pass(Duration.ofSeconds(5));
            rig.greetLast("c2");
            assertThat(rig.told().stream().filter("Reconnecting"::equals)).hasSize(2);
            assertThat(rig.told()).endsWith("Connected", "GroupsRejoined");
            assertThat(asked).hasSize(4);
            assertThat(asked.get(3).previousFailure()).isPresent();
        }

        @Test
        void ofAHandshakeIsPassedOnWithItsStatus() {
            List<AccessUrlContext> asked = new ArrayList<>();
            Rig rig = rig(context -> {
                asked.add(context);
                return Rig.URL;
            });
            rig.connected().drop();
            rig.pass(Duration.ofSeconds(1));
            rig.network.last().end(TransportEnd.refused(401, Map.of(), new IllegalStateException("refused")));
            rig.pass(Duration.ofSeconds(2));
            assertThat(asked.get(2).previousFailure().orElseThrow().httpStatus())
                    .hasValue(401);
        }
    }

    @Nested
    @Timeout(30)
    final class AStage {
        private final ExecutorService threads = Executors.newCachedThreadPool();

        private WebPubSubClient client(CompletionStage<String> stage, ScriptedTransport network) {
            return WebPubSubClient.builder()
                    .credentialAsync(() -> stage)
                    .transport(network)
                    .executor(threads)
                    .startTimeout(Duration.ofMillis(200))
                    .build();
        }

        @Test
        void givesTheUrlWhenItIsDone() throws Exception {
            CompletableFuture<String> url = new CompletableFuture<>();
            CompletableFuture<String> opened = new CompletableFuture<>();
            WebPubSubClient client = WebPubSubClient.builder()
                    .credentialAsync(() -> url)
                    .executor(threads)
                    .transport((request, listener) -> {
                        opened.complete(request.uri().toString());
                        return new ScriptedTransport().open(request, listener);
                    })
                    .build();
            client.startAsync();
            url.complete(Rig.URL);
            assertThat(opened.get(20, TimeUnit.SECONDS)).isEqualTo(Rig.URL);
            client.close();
            threads.shutdown();
        }

        @Test
        void thatFailsIsTheCauseItself() throws Exception {
            WebPubSubClient client =
                    client(CompletableFuture.failedFuture(new IOException("no token")), new ScriptedTransport());
            ConnectFailedException failure = failureOf(client);
            assertThat(failure).hasCauseInstanceOf(IOException.class);
            client.close();
            threads.shutdown();
        }

        @Test
        void thatNeverEndsIsGivenUpAndCancelled() throws Exception {
            CompletableFuture<String> never = new CompletableFuture<>();
            WebPubSubClient client = client(never, new ScriptedTransport());
            ConnectFailedException failure = failureOf(client);
            assertThat(failure).hasMessageContaining("startTimeout");
            assertThat(never.handle((url, fault) -> fault).get(20, TimeUnit.SECONDS))
                    .isNotNull();
            client.close();
            threads.shutdown();
        }

        private ConnectFailedException failureOf(WebPubSubClient client) throws Exception {
            return client.startAsync()
                    .handle((event, failure) -> (ConnectFailedException) failure)
                    .get(20, TimeUnit.SECONDS);
        }
    }

    @Nested
    @Timeout(30)
    final class AProviderThatBlocks {
        @Test
        void isInterruptedByStop() throws Exception {
            ExecutorService threads = Executors.newCachedThreadPool();
            CompletableFuture<Boolean> entered = new CompletableFuture<>();
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            WebPubSubClient client = WebPubSubClient.builder()
                    .credential((AccessUrlContext context) -> {
                        entered.complete(true);
                        try {
                            return new CompletableFuture<String>().get();
                        } catch (InterruptedException e) {
                            interrupted.complete(true);
                            throw e;
                        }
                    })
                    .executor(threads)
                    .transport(new ScriptedTransport())
                    .build();
            CompletableFuture<ClientEvent.ConnectedEvent> starting = client.startAsync();
            entered.get(20, TimeUnit.SECONDS);
            client.stop();
            assertThat(interrupted.get(20, TimeUnit.SECONDS)).isTrue();
            Throwable failure = starting.<@Nullable Throwable>handle((event, fault) -> fault)
                    .get(20, TimeUnit.SECONDS);
            assertThat(failure).isInstanceOf(ConnectFailedException.class).hasMessageContaining("stopped");
            client.close();
            threads.shutdown();
        }
    }

    @Nested
    final class FailFast {
        private final Rig rig = new Rig(builder -> builder.failFastWhenDisconnected(true));

        @Test
        void refusesOperationsWithoutAConnectionAndForgetsTheirWish() {
            rig.client.startAsync();
            rig.settle();
            assertRefused();
            Link link = rig.network.last();
            link.accept();
            link.greet("c1", "t");
            rig.settle();
            CompletableFuture<WebPubSubResult> send = rig.client.sendToGroupAsync("g", "x");
            rig.settle();
            link.ack(Rig.ackIds(link).get(0));
            rig.settle();
            assertThat(send).isCompleted();
            link.drop();
            rig.settle();
            assertThat(rig.client.state()).isEqualTo(SessionState.RECOVERING);
            assertRefused();
        }

        private void assertRefused() {
            CompletableFuture<WebPubSubResult> join = rig.client.joinGroupAsync("g");
            rig.settle();
            SendMessageFailedException failure = Rig.failureOf(join, SendMessageFailedException.class);
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(failure.errorDetail()).isEmpty();
            assertThat(rig.client.groups()).isEmpty();
        }
    }
}
