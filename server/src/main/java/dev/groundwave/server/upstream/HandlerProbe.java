package dev.groundwave.server.upstream;

import dev.groundwave.server.settings.ServerSettings;
import dev.groundwave.server.settings.UpstreamSettings;
import dev.groundwave.server.settings.UrlTemplate;
import dev.groundwave.wire.HubName;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks handlers for their consent as a service would, without running one: once, and without retries, because somebody
 * waits for the answer.
 *
 * <p>Owns an event loop. Safe for all threads; only {@link #close()} blocks.
 */
public final class HandlerProbe implements AutoCloseable {
    private static final long LOOP_END_MS = 1000;

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final UpstreamClient client;
    private final OriginRule origin;

    /**
     * A probe that asks under the name that a service of these settings has.
     *
     * @param endpoint under which clients know the service
     * @throws IllegalArgumentException when handlers cannot be called as the settings have it
     */
    public HandlerProbe(ServerSettings settings, URI endpoint) {
        UpstreamSettings calls = settings.upstream();
        UpstreamSettings once =
                new UpstreamSettings(calls.timeout(), List.of(), calls.waiting(), calls.trustedCertificates());
        this.client = new UpstreamClient(loops, once, new UpstreamCounters(), new HttpWay(loops, once));
        this.origin = new OriginRule(settings.publicHost(), () -> endpoint);
    }

    /** Asks a handler that is not behind a tunnel; the answer never fails. */
    public CompletableFuture<ConsentAnswer> ask(HubName hub, UrlTemplate url) {
        CompletableFuture<ConsentAnswer> answer = new CompletableFuture<>();
        new ConsentQuestion(url.resolve(hub.value(), "validate"), origin, client::send)
                .ask(() -> {})
                .subscribe(answer::complete, answer::completeExceptionally);
        return answer;
    }

    /** Gives up what is under way. */
    @Override
    public void close() {
        client.close();
        loops.shutdownGracefully(0, LOOP_END_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }
}
