package dev.groundwave.bench.rest;

import dev.groundwave.bench.run.Clients;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The connections that send, as many to each server. Ends with its server. */
final class Load {
    private static final int CONNECTIONS = 16;

    private final List<Channel> connections = new ArrayList<>();
    private final int sends;

    /** Connects. */
    Load(Clients clients, Scenario scenario, int port, Calls calls) throws IOException {
        this.sends = scenario.sends();
        Optional<SslContext> tls =
                scenario.http2() ? Optional.of(Clients.tls(ApplicationProtocolNames.HTTP_2)) : Optional.empty();
        for (int i = 0; i < CONNECTIONS; i++) {
            connections.add(
                    scenario.http2()
                            ? clients.connect(
                                    port,
                                    tls,
                                    Http2FrameCodecBuilder.forClient().build(),
                                    new Http2Caller(calls))
                            : clients.connect(port, tls, new Http1Caller(calls)));
        }
    }

    /** Begins a round of sends on all connections. */
    Round begin() {
        Round round = new Round(sends);
        for (Channel connection : connections) {
            connection.eventLoop().execute(() -> connection.pipeline().fireUserEventTriggered(round));
        }
        return round;
    }
}
