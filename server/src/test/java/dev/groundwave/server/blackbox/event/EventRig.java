package dev.groundwave.server.blackbox.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.Handshake;
import dev.groundwave.server.blackbox.RawSocket;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.blackbox.ScriptedUpstream;
import dev.groundwave.server.blackbox.ScriptedUpstream.Answer;
import dev.groundwave.server.blackbox.Token;
import dev.groundwave.server.settings.EventHandlerSettings;
import dev.groundwave.server.settings.EventPattern;
import dev.groundwave.server.settings.GroupPresenceSettings;
import dev.groundwave.server.settings.HubEventSettings;
import dev.groundwave.server.settings.HubSettings;
import dev.groundwave.server.settings.ReliableSettings;
import dev.groundwave.server.settings.SystemEvent;
import dev.groundwave.server.settings.UpstreamAuth;
import dev.groundwave.server.settings.UpstreamSettings;
import dev.groundwave.server.settings.UrlTemplate;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server whose hub {@code chat} has one event handler, scripted by the test. */
final class EventRig implements Closeable {
    static final String HUB = "chat";

    private final ScriptedUpstream upstream = new ScriptedUpstream();
    private final RunningServer server = new RunningServer();

    /** With a handler of some events. */
    static EventRig start(boolean closeOnFailure, String pattern, SystemEvent... systemEvents) {
        return start(closeOnFailure, pattern, GroupPresenceSettings.NONE, systemEvents);
    }

    /** With a handler of some events, those of groups among them. */
    static EventRig start(
            boolean closeOnFailure, String pattern, GroupPresenceSettings groupPresence, SystemEvent... systemEvents) {
        EventRig rig = new EventRig();
        EventHandlerSettings handler = new EventHandlerSettings(
                new UrlTemplate(rig.upstream.url("/{hub}/{event}")),
                EventPattern.parse(pattern),
                Set.of(systemEvents),
                groupPresence,
                new UpstreamAuth.None(),
                false);
        rig.server
                .hub(
                        HUB,
                        new HubSettings(
                                true, Duration.ofSeconds(20), new HubEventSettings(List.of(handler), closeOnFailure)))
                .reliable(new ReliableSettings(Duration.ofSeconds(1), 1000, 16_777_216))
                .upstream(new UpstreamSettings(Duration.ofSeconds(10), List.of(Duration.ofMillis(1)), 1000))
                .start();
        return rig;
    }

    /** With a handler of user events only. */
    static EventRig ofUserEvents() {
        return start(false, "*");
    }

    ScriptedUpstream upstream() {
        return upstream;
    }

    RunningServer server() {
        return server;
    }

    Handshake handshake(Token token) {
        return server.handshake("/client/hubs/" + HUB + "?access_token=" + token.sign());
    }

    Token token() {
        return server.token(HUB).user("alice");
    }

    /** A connected client of a subprotocol that may do everything with groups. */
    RawWebSocket client(String subprotocol) {
        return handshake(token().roles("webpubsub.joinLeaveGroup", "webpubsub.sendToGroup"))
                .offer(subprotocol)
                .open()
                .started();
    }

    RawWebSocket json() {
        return client(RunningServer.JSON);
    }

    RawWebSocket simple() {
        return handshake(token()).open();
    }

    /** An answer that comes when the latch is open. */
    static Answer held(CountDownLatch latch, Answer answer) {
        try {
            assertThat(latch.await(RawSocket.DEADLINE_MS, TimeUnit.MILLISECONDS))
                    .isTrue();
            return answer;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.closeSockets();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        upstream.close();
        server.stop();
    }
}
