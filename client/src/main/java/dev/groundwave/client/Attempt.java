package dev.groundwave.client;

import dev.groundwave.client.port.Timers;
import dev.groundwave.client.port.TransportEnd;
import dev.groundwave.client.port.TransportRequest;
import dev.groundwave.client.schedule.ControlLoop;
import dev.groundwave.client.transport.Channel;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.codec.MessageCodec;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to get a new connection: the URL, the handshake, the {@code connected} frame, each within its time.
 *
 * <p>Lives on the control loop; the credential is asked on a worker. Ends in exactly one call of its owner, or in none
 * after {@link #cancel()}. Source: client-sdk.md, sections 1.2, 1.3 and 2.1.
 */
final class Attempt implements Channel.Owner {
    /** Who wants the connection. */
    interface Owner {
        /** It stands; the channel waits for its new owner. */
        void succeeded(Channel channel, URI uri, ServiceMessage.Connected greeting);

        /** There is none; everything of the attempt has been given up. */
        void failed(ConnectFailedException failure);
    }

    private final ControlLoop loop;
    private final long generation;
    private final ClientSettings settings;
    private final Surroundings surroundings;
    private final Owner owner;
    private final MessageCodec codec;

    private final List<Timers.Timer> timers = new ArrayList<>();
    private boolean over;
    private @Nullable FutureTask<String> urlTask;
    private @Nullable Channel channel;
    private @Nullable URI uri;

    Attempt(ControlLoop loop, ClientSettings settings, Surroundings surroundings, Owner owner) {
        this.loop = loop;
        this.generation = loop.nextGeneration();
        this.settings = settings;
        this.surroundings = surroundings;
        this.owner = owner;
        this.codec = settings.protocol().codec();
    }

    /** Begins; once. */
    void begin(AccessUrlContext context) {
        if (settings.fixedUrl().isPresent()) {
            open(settings.fixedUrl().get());
            return;
        }
        limit(settings.timeouts().start(), "there was no connection within the startTimeout");
        FutureTask<String> task = new FutureTask<>(() -> settings.credential().getClientAccessUrl(context)) {
            @Override
            protected void done() {
                loop.execute(() -> urlCame(this));
            }
        };
        urlTask = task;
        surroundings.workers().execute(task);
    }

    /** Gives everything up without a word; what opens later is closed at once. */
    void cancel() {
        over = true;
        timers.forEach(Timers.Timer::cancel);
        if (urlTask != null) {
            urlTask.cancel(true);
        }
        if (channel != null) {
            channel.abort("given up");
        }
    }

    private void limit(Duration time, String failure) {
        timers.add(loop.after(time, () -> fail(new ConnectFailedException(failure, null))));
    }

    private void fail(ConnectFailedException failure) {
        if (!over) {
            cancel();
            owner.failed(failure);
        }
    }

    private void urlCame(FutureTask<String> done) {
        if (over) {
            return;
        }
        try {
            String url = done.get();
            if (url == null) {
                fail(new ConnectFailedException("the credential gave no client access URL", null));
            } else {
                open(url);
            }
        } catch (ExecutionException e) {
            fail(new ConnectFailedException("the credential failed to give a client access URL", causeOf(e)));
        } catch (CancellationException | InterruptedException e) {
            fail(new ConnectFailedException("the credential was interrupted", e));
        }
    }

    /** The program's own exception, also when it came out of a stage. */
    private static @Nullable Throwable causeOf(ExecutionException wrapper) {
        @Nullable Throwable cause = wrapper.getCause();
        return cause instanceof ExecutionException && cause.getCause() != null ? cause.getCause() : cause;
    }

    private void open(String url) {
        TransportRequest request;
        try {
            URI address = AccessUrls.toWebSocketUri(url);
            uri = address;
            request = new TransportRequest(
                    address,
                    settings.protocol().subprotocol(),
                    settings.headers(),
                    settings.timeouts().connect(),
                    settings.maxIncomingMessageSize());
        } catch (IllegalArgumentException e) {
            fail(new ConnectFailedException("the client access URL is unusable", e));
            return;
        }
        limit(settings.timeouts().connect(), "there was no connection within the connectTimeout");
        Channel opening = new Channel(loop, generation, settings.channelTimes(), this);
        channel = opening;
        opening.open(surroundings.transport(), request);
    }

    @Override
    public void onOpen(Channel opened, String subprotocol) {
        String wanted = settings.protocol().subprotocol();
        if (!over && !subprotocol.equalsIgnoreCase(wanted)) {
            fail(new ConnectFailedException(
                    "the server did not choose the subprotocol " + wanted + "; is this a Web PubSub service?", null));
        }
    }

    @Override
    public void onMessage(Channel source, byte[] message) {
        if (over) {
            return;
        }
        try {
            ServiceMessage first =
                    codec.decodeServiceMessage(message, 0, message.length).orElse(null);
            if (first instanceof ServiceMessage.Connected greeting && uri != null) {
                over = true;
                timers.forEach(Timers.Timer::cancel);
                source.consumed();
                owner.succeeded(source, uri, greeting);
            } else {
                source.consumed();
            }
        } catch (MalformedMessageException e) {
            fail(new ConnectFailedException("the first frame is not one of the protocol", e));
        }
    }

    @Override
    public void onWritable(Channel source) {
        // Nothing is sent before the connection stands.
    }

    @Override
    public void onEnd(Channel ended, TransportEnd end) {
        fail(new ConnectFailedException(end));
    }
}
