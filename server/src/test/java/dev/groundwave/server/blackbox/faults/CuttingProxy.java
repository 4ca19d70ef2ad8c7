package dev.groundwave.server.blackbox.faults;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * A TCP proxy on the loopback address that delays, stalls, half-closes and cuts what goes through it.
 *
 * <p>What happens to a connection is decided by its {@link FaultScript}, and so by the seed and by its number in the
 * order of arrival. Owns a virtual thread for accepting and three for each connection; {@link #close} ends them all and
 * waits for that. Safe for all threads.
 */
public final class CuttingProxy implements Closeable {
    private static final int CONNECT_MS = 10_000;

    private final ServerSocket listener;
    private final int targetPort;
    private final IntFunction<FaultScript> scripts;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final Map<Fault.Kind, Integer> applied = new ConcurrentHashMap<>();
    private final AtomicInteger accepted = new AtomicInteger();

    /** Whether bytes pass unharmed from now on. */
    private volatile boolean calm;

    /** Guarded by this. */
    private boolean closed;

    private CuttingProxy(int targetPort, IntFunction<FaultScript> scripts) throws IOException {
        this.listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        this.targetPort = targetPort;
        this.scripts = scripts;
    }

    /** Starts a proxy before a port of the loopback address, with scripts made from a seed. */
    public static CuttingProxy start(int targetPort, long seed) {
        return start(targetPort, number -> FaultScript.of(seed, number));
    }

    /** Starts a proxy with scripts of one's own, by the connection's number from 0 on. */
    public static CuttingProxy start(int targetPort, IntFunction<FaultScript> scripts) {
        try {
            CuttingProxy proxy = new CuttingProxy(targetPort, scripts);
            proxy.threads.execute(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where clients connect. */
    public int port() {
        return listener.getLocalPort();
    }

    /** From now on nothing happens to any connection. */
    public void calm() {
        calm = true;
    }

    /** Resets all connections of this moment. */
    public void cutAll() {
        connections.forEach(ProxiedConnection::reset);
    }

    /** How many connections there are. */
    public int open() {
        return connections.size();
    }

    /** How many connections there have been. */
    public int accepted() {
        return accepted.get();
    }

    /** How often a fault of this kind has happened. */
    public int applied(Fault.Kind kind) {
        return applied.getOrDefault(kind, 0);
    }

    /** Cuts everything and ends all threads. Blocks until they ended. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        connections.forEach(ProxiedConnection::close);
        threads.close();
    }

    boolean isCalm() {
        return calm;
    }

    void count(Fault.Kind kind) {
        applied.merge(kind, 1, Integer::sum);
    }

    void forget(ProxiedConnection connection) {
        connections.remove(connection);
    }

    private void accept() {
        try {
            while (true) {
                open(listener.accept());
            }
        } catch (IOException e) {
            if (!isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void open(Socket client) {
        Socket server = new Socket();
        FaultScript script = scripts.apply(accepted.getAndIncrement());
        ProxiedConnection connection = new ProxiedConnection(this, client, server, script);
        connections.add(connection);
        if (!reachTarget(client, server)) {
            connection.close();
            return;
        }
        synchronized (this) {
            if (!closed) {
                connection.start(threads);
                return;
            }
        }
        connection.close();
    }

    /** Whether the target is there, and the connection not cut already; if not, that is what its clients find. */
    private boolean reachTarget(Socket client, Socket server) {
        try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort), CONNECT_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
