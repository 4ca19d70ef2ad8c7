package dev.groundwave.server.blackbox.faults;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One connection through a proxy: a thread for each direction, and one that waits for its time to be over. */
final class ProxiedConnection implements Closeable {
    private static final int CHUNK_BYTES = 8192;

    private final CuttingProxy proxy;
    private final Socket client;
    private final Socket server;
    private final FaultScript script;
    private final AtomicBoolean cut = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicInteger directions = new AtomicInteger(2);

    ProxiedConnection(CuttingProxy proxy, Socket client, Socket server, FaultScript script) {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
        this.script = script;
    }

    void start(Executor threads) {
        threads.execute(() -> pump(client, server, script.upstream()));
        threads.execute(() -> pump(server, client, script.downstream()));
        threads.execute(this::awaitEnd);
    }

    @Override
    public void close() {
        end(false);
    }

    void reset() {
        end(true);
    }

    private void awaitEnd() {
        if (!pause(script.lifetimeMs()) && !proxy.isCalm()) {
            proxy.count(Fault.Kind.CLOSE);
            end(false);
        }
    }

    /** Whether the connection ended meanwhile. */
    private boolean pause(int millis) {
        try {
            return ended.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void end(boolean reset) {
        if (!cut.compareAndSet(false, true)) {
            return;
        }
        proxy.forget(this);
        ended.countDown();
        shut(client, reset);
        shut(server, reset);
    }

    private static void shut(Socket socket, boolean reset) {
        try (socket) {
            if (reset) {
                socket.setSoLinger(true, 0);
            }
        } catch (IOException e) {
            throw new IllegalStateException("a socket of the proxy cannot be closed", e);
        }
    }

    private void pump(Socket from, Socket to, List<Fault> faults) {
        Direction direction = new Direction(faults.iterator());
        byte[] chunk = new byte[CHUNK_BYTES];
        try {
            int length = from.getInputStream().read(chunk);
            while (length >= 0 && direction.pass(chunk, length, to)) {
                length = from.getInputStream().read(chunk);
            }
            if (length < 0) {
                to.shutdownOutput();
            }
        } catch (IOException e) {
            // One of the two is gone: so is the other.
            end(false);
        }
        if (directions.decrementAndGet() == 0) {
            end(false);
        }
    }

    /** The state of one pump. */
    private final class Direction {
        private final Iterator<Fault> faults;
        private @Nullable Fault next;
        private long passed;

        Direction(Iterator<Fault> faults) {
            this.faults = faults;
            advance();
        }

        private void advance() {
            next = faults.hasNext() ? faults.next() : null;
        }

        /** Writes a chunk, with the faults that are due within it; false when nothing more is to pass. */
        boolean pass(byte[] chunk, int length, Socket to) throws IOException {
            OutputStream out = to.getOutputStream();
            int done = 0;
            while (done < length) {
                Fault due = proxy.isCalm() ? null : next;
                int portion = due == null
                        ? length - done
                        : (int) Math.clamp(due.afterBytes() - passed, 0, (long) length - done);
                out.write(chunk, done, portion);
                done += portion;
                passed += portion;
                if (due != null && passed >= due.afterBytes()) {
                    advance();
                    if (!apply(due, to)) {
                        return false;
                    }
                }
            }
            return true;
        }

        /** Whether bytes go on passing. */
        private boolean apply(Fault fault, Socket to) throws IOException {
            proxy.count(fault.kind());
            return switch (fault.kind()) {
                case DELAY, STALL -> !pause(fault.millis());
                case SWALLOW, RESET -> {
                    pause(fault.kind() == Fault.Kind.RESET ? 0 : fault.millis());
                    end(true);
                    yield false;
                }
                case HALF_CLOSE -> {
                    to.shutdownOutput();
                    pause(fault.millis());
                    end(false);
                    yield false;
                }
                case CLOSE -> {
                    end(false);
                    yield false;
                }
            };
        }
    }
}
