package dev.groundwave.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.ScriptedUpstream;
import dev.groundwave.server.blackbox.ScriptedUpstream.Answer;
import dev.groundwave.server.settings.AccessKeys;
import dev.groundwave.server.settings.EventHandlerSettings;
import dev.groundwave.server.settings.EventPattern;
import dev.groundwave.server.settings.GroupFilter;
import dev.groundwave.server.settings.GroupPresenceSettings;
import dev.groundwave.server.settings.HubEventSettings;
import dev.groundwave.server.settings.HubSettings;
import dev.groundwave.server.settings.PresenceEvent;
import dev.groundwave.server.settings.ServerSettings;
import dev.groundwave.server.settings.SystemEvent;
import dev.groundwave.server.settings.UpstreamAuth;
import dev.groundwave.server.settings.UpstreamSettings;
import dev.groundwave.server.settings.UrlTemplate;
import dev.groundwave.server.tunnel.Tunnels;
import dev.groundwave.wire.HubName;
import dev.groundwave.wire.Payload;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.Closeable;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A dispatcher on event loops of its own, with a handler that a test scripts. */
final class Dispatching implements Closeable {
    static final HubName HUB = new HubName("chat");
    static final Instant NOW = Instant.parse("2026-11-21T10:20:30Z");

    static final EventResult FAILURE = new EventResult.Failure();
    static final EventResult DONE = new EventResult.Done();

    /** Retries without much waiting. */
    static final UpstreamSettings QUICK = new UpstreamSettings(
            Duration.ofSeconds(10), List.of(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(3)), 1000);

    private static final long DEADLINE_SECONDS = 10;

    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ScriptedUpstream upstream = new ScriptedUpstream();
    private List<EventHandlerSettings> all = List.of();
    private @Nullable EventDispatcher dispatcher;

    ScriptedUpstream upstream() {
        return upstream;
    }

    /** A handler of everything at this upstream. */
    EventHandlerSettings everything(String path) {
        return handler(path, "*", Set.of(SystemEvent.values()), new UpstreamAuth.None());
    }

    EventHandlerSettings handler(String path, String pattern, Set<SystemEvent> systemEvents, UpstreamAuth auth) {
        return new EventHandlerSettings(
                new UrlTemplate(upstream.url(path)), EventPattern.parse(pattern), systemEvents, auth, false);
    }

    /** A handler of every user event at any address, that is asked for its consent or not. */
    static EventHandlerSettings elsewhere(String url, boolean skipValidation) {
        return new EventHandlerSettings(
                new UrlTemplate(url),
                EventPattern.parse("*"),
                Set.of(SystemEvent.CONNECTED),
                new UpstreamAuth.None(),
                skipValidation);
    }

    /** Quick retries, and certificates to believe. */
    static UpstreamSettings believing(X509Certificate... trusted) {
        return new UpstreamSettings(QUICK.timeout(), QUICK.retryDelays(), QUICK.waiting(), List.of(trusted));
    }

    /** A handler of what happens in groups, and of nothing else. */
    EventHandlerSettings presence(String path, Set<PresenceEvent> events, String... filters) {
        return new EventHandlerSettings(
                new UrlTemplate(upstream.url(path)),
                EventPattern.NONE,
                Set.of(),
                new GroupPresenceSettings(
                        events, Stream.of(filters).map(GroupFilter::new).toList()),
                new UpstreamAuth.None(),
                false);
    }

    /** Starts with these handlers. */
    EventDispatcher start(UpstreamSettings settings, EventHandlerSettings... handlers) {
        all = List.of(handlers);
        EventDispatcher started = new EventDispatcher(
                settings(settings, AccessKeys.publicKey()),
                loops,
                () -> URI.create("http://localhost:8080"),
                Clock.fixed(NOW, ZoneOffset.UTC),
                new Tunnels()::way);
        dispatcher = started;
        return started;
    }

    /** Lets the dispatcher of quick retries take over other keys. */
    void replace(AccessKeys keys) {
        dispatcher().prepare(settings(QUICK, keys)).run();
    }

    private ServerSettings settings(UpstreamSettings settings, AccessKeys keys) {
        ServerSettings defaults = ServerSettings.DEFAULTS;
        HubSettings hub = new HubSettings(false, Duration.ofSeconds(20), new HubEventSettings(all, false));
        return new ServerSettings(
                defaults.listener(),
                keys,
                List.of(),
                false,
                defaults.drain(),
                defaults.reliable(),
                defaults.limits(),
                settings,
                defaults.disabledFeatures(),
                Map.of(HUB, hub),
                defaults.edge(),
                defaults.auth());
    }

    /** Starts with a handler of everything, and opens a session of the connection {@code conn-1}. */
    EventSession session() {
        return start(QUICK, everything("/{hub}/{event}")).open(HUB, "Chat", "conn-1");
    }

    EventDispatcher dispatcher() {
        if (dispatcher == null) {
            throw new IllegalStateException("not started");
        }
        return dispatcher;
    }

    static EventSession.Newcomer newcomer() {
        return new EventSession.Newcomer(Optional.of("alice"), Map.of(), Map.of(), Map.of(), List.of("p1"), List.of());
    }

    static CompletableFuture<EventResult> raise(EventSession session, String event) {
        return session.userEvent(event, Payload.text("hi"), Map.of(), false);
    }

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** An answer that comes when the test says so. */
    static Answer held(CountDownLatch over) {
        try {
            over.await();
            return Answer.of(204);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What has no answer for the test ends, too. */
    void awaitQuiet() {
        long deadline = System.nanoTime() + Duration.ofSeconds(DEADLINE_SECONDS).toNanos();
        while (dispatcher().counters().inFlight() > 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    /** After each test: nothing may be under way. */
    void end() {
        assertThat(dispatcher().counters().inFlight()).isZero();
        close();
    }

    @Override
    public void close() {
        if (dispatcher != null) {
            dispatcher.close();
        }
        upstream.close();
        loops.shutdownGracefully(0, DEADLINE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
