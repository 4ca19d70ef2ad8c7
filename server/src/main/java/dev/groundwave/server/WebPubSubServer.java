package dev.groundwave.server;

import dev.groundwave.hub.Hubs;
import dev.groundwave.hub.session.ReplayLimits;
import dev.groundwave.server.admin.AdminApi;
import dev.groundwave.server.auth.ReconnectionTokens;
import dev.groundwave.server.auth.TokenGate;
import dev.groundwave.server.frame.NettyFrameEncoder;
import dev.groundwave.server.listener.EventListenerCounters;
import dev.groundwave.server.net.Entrance;
import dev.groundwave.server.net.Listeners;
import dev.groundwave.server.net.ManagementPipeline;
import dev.groundwave.server.net.PublicPipeline;
import dev.groundwave.server.net.Routes;
import dev.groundwave.server.net.ServerTls;
import dev.groundwave.server.rest.RestApi;
import dev.groundwave.server.settings.CurrentHubs;
import dev.groundwave.server.settings.ManagementSettings;
import dev.groundwave.server.settings.ReliableSettings;
import dev.groundwave.server.settings.ServerSettings;
import dev.groundwave.server.socket.Admission;
import dev.groundwave.server.socket.HandshakeGate;
import dev.groundwave.server.socket.Occupancy;
import dev.groundwave.server.socket.Recovery;
import dev.groundwave.server.socket.Sockets;
import dev.groundwave.server.socket.Upgrade;
import dev.groundwave.server.tunnel.TunnelEntrance;
import dev.groundwave.server.tunnel.Tunnels;
import dev.groundwave.server.upstream.EventDispatcher;
import dev.groundwave.server.upstream.UpstreamCounters;
import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.codec.Codecs;
import dev.groundwave.wire.codec.JsonCodec;
import dev.groundwave.wire.protobuf.ProtobufCodec;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running service.
 *
 * <p>Made by {@link #start}, ended by {@link #close()}; both block. Safe for all threads.
 */
public final class WebPubSubServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebPubSubServer.class);
    private static final Duration LOOPS_END = Duration.ofSeconds(5);

    private final ServerSettings settings;
    private final Hubs hubs;
    private final CurrentHubs hubSettings;
    private final Occupancy occupancy;
    private final Listeners listeners;
    private final EventDispatcher events;
    private final Tunnels tunnels = new Tunnels();
    private final Optional<ServerTls> tls;
    private final Entrance entrance;
    private final TokenGate tokens;

    /** For what has to wait for others. */
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();

    private final AtomicBoolean draining = new AtomicBoolean();
    private final int port;
    private final OptionalInt managementPort;

    private WebPubSubServer(ServerSettings settings) throws IOException {
        this.settings = settings;
        JsonCodec json = new JsonCodec();
        ProtobufCodec protobuf = new ProtobufCodec();
        Codecs codecs = new Codecs(Map.of(
                Dialect.JSON, json,
                Dialect.JSON_RELIABLE, json,
                Dialect.PROTOBUF, protobuf,
                Dialect.PROTOBUF_RELIABLE, protobuf));
        NettyFrameEncoder encoder = new NettyFrameEncoder(codecs, PooledByteBufAllocator.DEFAULT);
        ReliableSettings reliable = settings.reliable();
        InstantSource clock = Clock.systemUTC();
        this.hubs = new Hubs(
                encoder, new ReplayLimits(reliable.bufferMessages(), reliable.bufferBytes()), System::nanoTime, clock);
        this.hubSettings = new CurrentHubs(settings.hubs());
        // Before anything is started, because they may fail.
        this.tls = settings.listener().tls().map(ServerTls::new);
        this.tokens = new TokenGate(settings, clock, blocking);
        this.entrance = new Entrance(settings.edge());
        this.occupancy = new Occupancy(settings.limits().maxConnections());
        this.listeners = new Listeners(encoder, reliable.retention());
        SecureRandom random = new SecureRandom();
        tunnels.allow(settings.upstream().waiting());
        this.events = new EventDispatcher(settings, listeners.loops(), this::endpoint, clock, tunnels::way);
        Sockets sockets = new Sockets(codecs, settings, hubSettings, new ReconnectionTokens(random, clock));
        RestApi rest = new RestApi(hubs, tokens, settings, clock, draining::get);
        Routes routes = new Routes(
                entrance,
                new HandshakeGate(hubSettings, tokens, codecs, occupancy, draining::get),
                new Admission(events, codecs, occupancy, random),
                new Upgrade(hubs, sockets, occupancy),
                new Recovery(hubs, sockets, occupancy),
                new TunnelEntrance(settings.limits(), tokens, rest, tunnels, draining::get),
                rest,
                settings.publicEndpoints());
        this.port = listen(
                settings.listener().host(),
                settings.listener().port(),
                new PublicPipeline(listeners, routes, settings.limits(), tls));
        this.managementPort = listenForManagement();
    }

    /** Under which address clients know the service. Asked for by its parts once it listens. */
    private URI endpoint() {
        return settings.publicEndpoints().isEmpty()
                ? URI.create((tls.isPresent() ? "https://" : "http://") + settings.publicHost() + ":" + port)
                : settings.publicEndpoints().getFirst();
    }

    /** Behind the public port, so that the service is not ready before that. */
    private OptionalInt listenForManagement() throws IOException {
        Optional<ManagementSettings> management = settings.listener().management();
        if (management.isEmpty()) {
            return OptionalInt.empty();
        }
        ManagementSettings where = management.get();
        AdminApi api = new AdminApi(
                where.isLoopback() ? Optional.empty() : Optional.of(tokens), draining::get, events::deliveries);
        try {
            return OptionalInt.of(listen(where.host(), where.port(), new ManagementPipeline(listeners, api)));
        } catch (IOException e) {
            throw new IOException(
                    "management.port " + where.port() + " on " + where.host() + " cannot be had: " + e.getMessage(), e);
        }
    }

    private int listen(String host, int onPort, ChannelHandler pipeline) throws IOException {
        try {
            return listeners.listen(host, onPort, pipeline);
        } catch (IOException e) {
            blocking.shutdownNow();
            events.listeners().close(Duration.ZERO);
            listeners.close(LOOPS_END);
            throw e;
        }
    }

    /**
     * Starts a service; when this returns it takes connections.
     *
     * @throws IOException when the address cannot be had, for example because the port is taken
     */
    public static WebPubSubServer start(ServerSettings settings) throws IOException {
        WebPubSubServer server = new WebPubSubServer(settings);
        LOG.info("Listening. host={} port={}", settings.listener().host(), server.port);
        server.managementPort.ifPresent(management -> LOG.info("Management listens. port={}", management));
        server.events.validate();
        return server;
    }

    /**
     * Takes over what may change while the service runs: certificate, keys, issuers, network rules, proxies and origins,
     * hubs with their event handlers and listeners, and how those are called. All else stays as it was at the start, and
     * so do the connections there are: their next events see the change.
     *
     * @throws IllegalArgumentException when any of it cannot be used; then nothing changed
     */
    public synchronized void reload(ServerSettings changed) {
        Optional<Runnable> certificate =
                tls.flatMap(ours -> changed.listener().tls().map(ours::prepare));
        Runnable handlers = events.prepare(changed);
        tokens.replace(changed.accessKeys(), changed.auth());
        hubSettings.replace(changed.hubs());
        tunnels.allow(changed.upstream().waiting());
        handlers.run();
        certificate.ifPresent(Runnable::run);
        entrance.replace(changed.edge());
        events.listeners().replace(changed.hubs(), settings.drain());
        LOG.info("Settings taken over.");
    }

    /** Where the service listens. */
    public int port() {
        return port;
    }

    /** Where those who look after the service listen in; empty for nowhere. */
    public OptionalInt managementPort() {
        return managementPort;
    }

    /** What has become of events. */
    public UpstreamCounters events() {
        return events.counters();
    }

    /** What has become of events for listeners. */
    public EventListenerCounters observedEvents() {
        return events.listeners().counters();
    }

    Hubs hubs() {
        return hubs;
    }

    /**
     * Refuses new clients, tells those who are in to go, waits until they went but no longer than the settings' drain
     * time, then ends everything. Once more does no harm. Source: client-protocol.md, section 13.5.
     */
    @Override
    public void close() {
        if (!draining.compareAndSet(false, true)) {
            return;
        }
        LOG.info("Stopping. clients={}", occupancy.count());
        long deadline = System.nanoTime() + settings.drain().toNanos();
        new Drain(hubs, occupancy, events.counters(), settings.drain()).run();
        events.close();
        events.listeners().close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        // As late as this: the last events of leaving clients go through them.
        tunnels.close();
        blocking.shutdownNow();
        listeners.close(LOOPS_END);
        LOG.info("Stopped.");
    }
}
