package dev.groundwave.server.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.hub.Attachment;
import dev.groundwave.hub.Connection;
import dev.groundwave.hub.Hub;
import dev.groundwave.hub.Hubs;
import dev.groundwave.hub.Permissions;
import dev.groundwave.hub.session.ReplayLimits;
import dev.groundwave.server.auth.ReconnectionTokens;
import dev.groundwave.server.blackbox.Json;
import dev.groundwave.server.frame.NettyFrameEncoder;
import dev.groundwave.server.settings.CurrentHubs;
import dev.groundwave.server.settings.ServerSettings;
import dev.groundwave.server.tunnel.Tunnels;
import dev.groundwave.server.upstream.EventDispatcher;
import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.HubName;
import dev.groundwave.wire.codec.Codecs;
import dev.groundwave.wire.codec.JsonCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A client's socket on a lane that is swept by hand. */
@DisplayName("section 8.3, long-lived connections")
final class TokenRenewalTest {
    private static final String ID = "connection-1";
    private static final long HALF_LIFE_NANOS = Duration.ofHours(84).toNanos();
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final JsonCodec json = new JsonCodec();
    private final Codecs codecs = new Codecs(Map.of(Dialect.JSON, json, Dialect.JSON_RELIABLE, json));
    private final NettyFrameEncoder encoder = new NettyFrameEncoder(codecs, PooledByteBufAllocator.DEFAULT);
    private final Sockets sockets = new Sockets(
            codecs,
            ServerSettings.DEFAULTS,
            new CurrentHubs(Map.of()),
            new ReconnectionTokens(new SecureRandom(), InstantSource.system()));
    private final Hub hub =
            new Hubs(encoder, ReplayLimits.DEFAULTS, System::nanoTime, InstantSource.system()).hub(new HubName("chat"));
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<SocketLane> lanes = new ArrayList<>();
    private final SocketLane lane = new SocketLane(channel.eventLoop(), lanes, encoder, Duration.ofSeconds(30));

    @AfterEach
    void nothingIsLeft() {
        channel.finishAndReleaseAll();
        lane.stop();
        channel.runPendingTasks();
    }

    private ClientSocket client(Dialect dialect) {
        lanes.add(lane);
        // A client that the server does not read is not taken for dead, however late the sweep.
        channel.config().setAutoRead(false);
        SocketOutbox outbox = sockets.outbox(channel);
        Attachment attachment = new Attachment(ID, Optional.of("ann"), Permissions.NONE, List.of(), dialect);
        Connection connection =
                hub.attach(attachment, lane.turn(), outbox, sockets.greeting(dialect, Optional.of("ann"), ID));
        sockets.open(events().open(hub.name(), "chat", ID), lane);
        ClientSocket socket =
                sockets.socket(lane, new ClientSocket.Attached(hub, connection, outbox), new SimpleMode.SendEvent());
        channel.pipeline().addLast(socket);
        return socket;
    }

    /** Nobody hears of events. */
    private EventDispatcher events() {
        return new EventDispatcher(
                ServerSettings.DEFAULTS,
                channel.eventLoop(),
                () -> URI.create("http://localhost:8080"),
                InstantSource.system(),
                new Tunnels()::way);
    }

    /** The {@code connected} messages that went out since the last call. */
    private List<String> greetings() {
        channel.runPendingTasks();
        List<String> greetings = new ArrayList<>();
        for (ByteBuf frame = channel.readOutbound(); frame != null; frame = channel.readOutbound()) {
            String text = frame.toString(StandardCharsets.UTF_8);
            frame.release();
            int start = text.indexOf("{\"type\":\"system\"");
            if (start >= 0) {
                greetings.add(text.substring(start));
            }
        }
        return greetings;
    }

    @Test
    void aReliableClientGetsAFreshTokenAtHalfLifeAndAgain() {
        long start = System.nanoTime();
        ClientSocket socket = client(Dialect.JSON_RELIABLE);
        String first = greetings().getFirst();

        socket.sweep(start + HALF_LIFE_NANOS - MINUTE_NANOS);
        assertThat(greetings()).isEmpty();

        long due = System.nanoTime() + HALF_LIFE_NANOS;
        socket.sweep(due);
        socket.sweep(due + MINUTE_NANOS);
        List<String> second = greetings();
        assertThat(second).hasSize(1);
        String token = Json.text(second.getFirst(), "reconnectionToken");
        assertThat(Json.text(second.getFirst(), "connectionId")).isEqualTo(ID);
        assertThat(Json.text(second.getFirst(), "userId")).isEqualTo("ann");
        assertThat(token).isNotEqualTo(Json.text(first, "reconnectionToken"));
        assertThat(sockets.mayRecover(ID, token)).isTrue();

        socket.sweep(due + HALF_LIFE_NANOS);
        assertThat(greetings()).hasSize(1);
    }

    @Test
    void aPlainClientIsGreetedOnce() {
        ClientSocket socket = client(Dialect.JSON);
        assertThat(greetings()).hasSize(1);

        socket.sweep(System.nanoTime() + HALF_LIFE_NANOS);

        assertThat(greetings()).isEmpty();
    }
}
