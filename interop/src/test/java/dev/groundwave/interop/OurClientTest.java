package dev.groundwave.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwave.client.ClientEvent;
import dev.groundwave.client.ClientEvent.GroupMessageEvent;
import dev.groundwave.client.ClientEvent.GroupsRejoinedEvent;
import dev.groundwave.client.ClientEvent.ServerMessageEvent;
import dev.groundwave.client.EventType;
import dev.groundwave.client.RetryOptions;
import dev.groundwave.client.SendMessageFailedException;
import dev.groundwave.client.SendToGroupOptions;
import dev.groundwave.client.WebPubSubClient;
import dev.groundwave.client.WebPubSubProtocol;
import dev.groundwave.client.WebPubSubResult;
import dev.groundwave.service.ClientUrlRequest;
import dev.groundwave.service.CloseOptions;
import dev.groundwave.service.WebPubSubService;
import dev.groundwave.wire.AckError;
import dev.groundwave.wire.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Our own client and server SDKs against the packaged launcher. */
final class OurClientTest {
    private static final long WAIT_SECONDS = 20;
    private static final String[] BOTH_ROLES = {"webpubsub.joinLeaveGroup", "webpubsub.sendToGroup"};

    private static ServiceProcess service;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private WebPubSubService backEnd;

    @BeforeAll
    static void start() {
        service = ServiceProcess.start();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void chooseHub() {
        backEnd = WebPubSubService.fromConnectionString(service.connectionString(), Scripts.freshHub());
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private WebPubSubClient client(WebPubSubService of, String userId, String... roles) {
        WebPubSubClient client = WebPubSubClient.builder()
                .credential(() -> of.clientAccessUrl(
                                ClientUrlRequest.forUser(userId).withRoles(roles))
                        .url()
                        .toString())
                .protocol(WebPubSubProtocol.JSON)
                .messageRetry(RetryOptions.none())
                .reconnectRetry(RetryOptions.fixed(RetryOptions.UNLIMITED, Duration.ofMillis(100)))
                .build();
        opened.add(client);
        return client;
    }

    /** What a client tells, in order. */
    private static <E extends ClientEvent> BlockingQueue<E> told(WebPubSubClient client, EventType<E> type) {
        BlockingQueue<E> events = new LinkedBlockingQueue<>();
        client.on(type, events::add);
        return events;
    }

    private static <E> E next(BlockingQueue<E> events) throws InterruptedException {
        E event = events.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        assertThat(event).as("an event within %d s", WAIT_SECONDS).isNotNull();
        return event;
    }

    @Test
    void twoClientsExchangeTextJsonAndBinary() throws InterruptedException {
        WebPubSubClient alice = client(backEnd, "alice", BOTH_ROLES);
        WebPubSubClient bob = client(backEnd, "bob", BOTH_ROLES);
        BlockingQueue<GroupMessageEvent> atAlice = told(alice, EventType.GROUP_MESSAGE);
        BlockingQueue<GroupMessageEvent> atBob = told(bob, EventType.GROUP_MESSAGE);
        assertThat(alice.start().userId()).contains("alice");
        bob.start();
        alice.joinGroup("room");
        bob.joinGroup("room");

        List<Payload> sent = List.of(
                Payload.text("grüße 🌊"), Payload.jsonRaw("{\"a\":[1,null]}"), Payload.binary(new byte[] {0, 1, -1}));
        for (Payload payload : sent) {
            alice.sendToGroup("room", payload);
            GroupMessageEvent received = next(atBob);
            assertThat(received.data()).isEqualTo(payload);
            assertThat(received.group()).isEqualTo("room");
            assertThat(received.fromUserId()).contains("alice");
            assertThat(next(atAlice).data()).isEqualTo(payload);
        }
        bob.sendToGroup("room", Payload.text("for alice"), SendToGroupOptions.noEcho());
        assertThat(next(atAlice).data()).isEqualTo(Payload.text("for alice"));
        alice.sendToGroup("room", "for both");
        assertThat(next(atBob).data()).isEqualTo(Payload.text("for both"));
    }

    @Test
    void isForbiddenWithoutARole() {
        WebPubSubClient guest = client(backEnd, "guest");
        guest.start();
        assertThatThrownBy(() -> guest.joinGroup("room"))
                .isInstanceOfSatisfying(
                        SendMessageFailedException.class,
                        e -> assertThat(e.errorDetail().map(AckError::name)).contains("Forbidden"));
        assertThat(guest.isConnected()).isTrue();
    }

    @Test
    void receivesWhatTheBackEndSends() throws InterruptedException {
        WebPubSubClient alice = client(backEnd, "alice", BOTH_ROLES);
        BlockingQueue<ServerMessageEvent> fromServer = told(alice, EventType.SERVER_MESSAGE);
        BlockingQueue<GroupMessageEvent> fromGroup = told(alice, EventType.GROUP_MESSAGE);
        String connectionId = alice.start().connectionId();
        alice.joinGroup("room");

        backEnd.sendToAll(Payload.text("to all"));
        assertThat(next(fromServer).data()).isEqualTo(Payload.text("to all"));
        backEnd.sendToUser("alice", Payload.jsonRaw("[1]"));
        assertThat(next(fromServer).data()).isEqualTo(Payload.jsonRaw("[1]"));
        backEnd.sendToConnection(connectionId, Payload.binary(new byte[] {9}));
        assertThat(next(fromServer).data()).isEqualTo(Payload.binary(new byte[] {9}));
        backEnd.sendToGroup("room", Payload.text("to the group"));
        GroupMessageEvent message = next(fromGroup);
        assertThat(message.data()).isEqualTo(Payload.text("to the group"));
        assertThat(message.fromUserId()).isEmpty();
    }

    @Test
    void backEndSeesAndEndsConnections() throws InterruptedException {
        WebPubSubClient alice = client(backEnd, "alice", BOTH_ROLES);
        BlockingQueue<ClientEvent.DisconnectedEvent> disconnected = told(alice, EventType.DISCONNECTED);
        String connectionId = alice.start().connectionId();
        assertThat(backEnd.connectionExists(connectionId)).isTrue();
        assertThat(backEnd.userExists("alice")).isTrue();
        assertThat(backEnd.groupExists("room")).isFalse();
        backEnd.addConnectionToGroup("room", connectionId);
        assertThat(backEnd.groupExists("room")).isTrue();
        backEnd.closeUserConnections("alice", CloseOptions.none().withReason("bye"));
        assertThat(next(disconnected).message())
                .isEqualTo(Optional.of("Application server closed the connection. Reason: bye"));
        assertThat(backEnd.connectionExists(connectionId)).isFalse();
    }

    /** A back end that sends its clients over the link; the endpoint is part of what a token is for. */
    private static WebPubSubService behind(Link link) {
        String direct = service.connectionString();
        String throughLink = direct.replaceFirst("Endpoint=[^;]+", "Endpoint=" + link.endpoint());
        return WebPubSubService.fromConnectionString(throughLink, Scripts.freshHub());
    }

    @Test
    void losesAndRepeatsNothingWhenItsSocketIsKilledAgainAndAgain() throws Exception {
        try (Link link = Link.to(service.address().endpoint());
                WebPubSubClient alice = WebPubSubClient.builder()
                        .credential(() -> behind(link)
                                .clientAccessUrl(
                                        ClientUrlRequest.forUser("alice").withRoles(BOTH_ROLES))
                                .url()
                                .toString())
                        .recoveryDelay(Duration.ofMillis(50))
                        .build()) {
            BlockingQueue<GroupMessageEvent> messages = told(alice, EventType.GROUP_MESSAGE);
            BlockingQueue<ClientEvent.RecoveredEvent> recovered = told(alice, EventType.RECOVERED);
            BlockingQueue<ClientEvent.DisconnectedEvent> disconnected = told(alice, EventType.DISCONNECTED);
            String connectionId = alice.start().connectionId();
            alice.joinGroup("room");
            int rounds = 5;
            int each = 100;
            List<CompletableFuture<WebPubSubResult>> sends = new ArrayList<>();
            for (int i = 0; i < rounds * each; i++) {
                sends.add(alice.sendToGroupAsync("room", Integer.toString(i)));
                if (i % each == each / 2) {
                    link.reset();
                    assertThat(next(recovered).connectionId()).isEqualTo(connectionId);
                }
            }
            for (int i = 0; i < rounds * each; i++) {
                assertThat(next(messages).data().asText()).isEqualTo(Integer.toString(i));
            }
            CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new)).get(WAIT_SECONDS, TimeUnit.SECONDS);
            alice.sendToGroup("room", "the last");
            assertThat(next(messages).data().asText()).isEqualTo("the last");
            assertThat(messages).isEmpty();
            assertThat(disconnected).isEmpty();
            assertThat(alice.connectionId()).contains(connectionId);
        }
    }

    @Test
    void comesBackToItsGroupsAfterARestartOfTheService() throws InterruptedException {
        try (ServiceProcess first = ServiceProcess.start()) {
            WebPubSubService itsBackEnd = WebPubSubService.fromConnectionString(first.connectionString(), "chat");
            WebPubSubClient alice = client(itsBackEnd, "alice", BOTH_ROLES);
            BlockingQueue<GroupMessageEvent> messages = told(alice, EventType.GROUP_MESSAGE);
            String firstId = alice.start().connectionId();
            alice.joinGroup("room");
            BlockingQueue<GroupsRejoinedEvent> rejoined = told(alice, EventType.GROUPS_REJOINED);
            first.terminate();
            try (ServiceProcess second =
                    ServiceProcess.startOn(first.address().endpoint().getPort())) {
                assertThat(second.connectionString()).isEqualTo(first.connectionString());
                assertThat(next(rejoined).joined()).containsExactly("room");
                assertThat(alice.connectionId()).isPresent().get().isNotEqualTo(firstId);
                itsBackEnd.sendToGroup("room", Payload.text("welcome back"));
                assertThat(next(messages).data()).isEqualTo(Payload.text("welcome back"));
            }
        }
    }
}
