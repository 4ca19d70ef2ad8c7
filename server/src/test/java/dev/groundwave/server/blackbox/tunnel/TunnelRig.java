package dev.groundwave.server.blackbox.tunnel;

import dev.groundwave.server.blackbox.Handshake;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.blackbox.Token;
import dev.groundwave.server.settings.EventHandlerSettings;
import dev.groundwave.server.settings.EventPattern;
import dev.groundwave.server.settings.HubEventSettings;
import dev.groundwave.server.settings.HubSettings;
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
import java.util.UUID;

/** A server whose hub {@code chat} has one event handler behind tunnels. */
final class TunnelRig implements Closeable {
    static final String HUB = "chat";
    static final String TARGET = "/server/tunnel?hub=" + HUB;
    static final String BACK_END = "4e4b6b6e-1c1f-4a4e-8a55-1f5d9a8a2f10";

    private final RunningServer server = new RunningServer();

    /** With a handler of all user events that is not asked for its consent. */
    static TunnelRig ofUserEvents() {
        return start(true, Duration.ofSeconds(10), "*");
    }

    static TunnelRig start(boolean skipValidation, Duration timeout, String pattern, SystemEvent... systemEvents) {
        return start(skipValidation, timeout, pattern, new UpstreamAuth.None(), systemEvents);
    }

    static TunnelRig start(
            boolean skipValidation, Duration timeout, String pattern, UpstreamAuth auth, SystemEvent... systemEvents) {
        TunnelRig rig = new TunnelRig();
        EventHandlerSettings handler = new EventHandlerSettings(
                new UrlTemplate("tunnel:///hook/{event}"),
                EventPattern.parse(pattern),
                Set.of(systemEvents),
                auth,
                skipValidation);
        rig.server
                .hub(HUB, new HubSettings(true, Duration.ofSeconds(20), new HubEventSettings(List.of(handler), false)))
                .upstream(new UpstreamSettings(
                        timeout, List.of(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(3)), 1000))
                .start();
        return rig;
    }

    RunningServer server() {
        return server;
    }

    /** A good token for a tunnel's address. */
    Token token(String target) {
        return Token.of(RunningServer.PRIMARY_KEY, "ws://" + server.authority() + target)
                .user(BACK_END);
    }

    Handshake handshake(String target, Token token) {
        return server.handshake(target + "&access_token=" + token.sign());
    }

    /** An open tunnel of a back end of its own. */
    RawTunnel open() {
        return open(UUID.randomUUID().toString());
    }

    RawTunnel open(String backEnd) {
        return new RawTunnel(handshake(TARGET, token(TARGET).user(backEnd)).open()).greeted();
    }

    /** A connected JSON client of the hub. */
    RawWebSocket json() {
        return server.handshake("/client/hubs/" + HUB + "?access_token="
                        + server.token(HUB).user("alice").sign())
                .offer(RunningServer.JSON)
                .open()
                .started();
    }

    /** A connected simple client of the hub. */
    RawWebSocket simple() {
        return server.handshake("/client/hubs/" + HUB + "?access_token="
                        + server.token(HUB).user("bob").sign())
                .open();
    }

    static String event(int ackId) {
        return "{\"type\":\"event\",\"event\":\"say\",\"ackId\":" + ackId + ",\"dataType\":\"text\",\"data\":\"hi\"}";
    }

    static String ack(int ackId) {
        return "{\"type\":\"ack\",\"ackId\":" + ackId + ",\"success\":true}";
    }

    /** Closes what the test opened. */
    void closeSockets() {
        try {
            server.closeSockets();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closeSockets();
        server.stop();
    }
}
