package dev.groundwave.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * A stretch of network before the service that a scenario can break: a connection to the link is carried on to the
 * service, byte for byte. A script in any language orders what shall happen by an HTTP request to {@link #control()},
 * which is answered once it happened:
 *
 * <ul>
 *   <li>{@code /deafen}: what the service sends on the connections of now is lost on its way.
 *   <li>{@code /mute}: what the clients send on the connections of now is lost on its way.
 *   <li>{@code /cut}: the connections of now are reset; new ones are carried.
 *   <li>{@code /down} and {@code /up}: the connections of now are reset and new ones too, until the link is up again.
 *   <li>{@code /count}: nothing; as after each order the answer is how many connections were carried so far.
 * </ul>
 *
 * <p>Safe for all threads. Closing resets all connections.
 */
final class Link implements AutoCloseable {
    private final InetSocketAddress service;
    private final String scheme;
    private final ServerSocket entrance;
    private final HttpServer orders;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger carried = new AtomicInteger();
    private volatile boolean down;

    private Link(URI service) throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        this.service = new InetSocketAddress(here, service.getPort());
        this.scheme = service.getScheme();
        this.entrance = new ServerSocket(0, 0, here);
        this.orders = HttpServer.create(new InetSocketAddress(here, 0), 0);
    }

    /** Opens a link to a service on this machine. */
    static Link to(URI service) {
        try {
            Link link = new Link(service);
            link.orders.setExecutor(link.threads);
            link.orders.createContext("/", link::onOrder);
            link.orders.start();
            link.threads.execute(link::accept);
            return link;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where clients connect instead of the service's own address. */
    String endpoint() {
        return scheme + "://localhost:" + entrance.getLocalPort();
    }

    /** Where orders go. */
    String control() {
        return "http://localhost:" + orders.getAddress().getPort();
    }

    private void accept() {
        try {
            while (true) {
                carry(entrance.accept());
            }
        } catch (IOException e) {
            reset(); // The entrance was closed.
        }
    }

    private void carry(Socket client) throws IOException {
        if (down) {
            client.setSoLinger(true, 0);
            client.close();
            return;
        }
        Connection connection = new Connection(client, new Socket(service.getAddress(), service.getPort()));
        connections.add(connection);
        carried.incrementAndGet();
        threads.execute(connection::toService);
        threads.execute(connection::toClient);
    }

    private void onOrder(HttpExchange exchange) throws IOException {
        try (exchange) {
            int status = obey(exchange.getRequestURI().getPath()) ? 200 : 404;
            byte[] count = Integer.toString(carried.get()).getBytes(UTF_8);
            exchange.sendResponseHeaders(status, count.length);
            exchange.getResponseBody().write(count);
        }
    }

    private boolean obey(String order) {
        switch (order) {
            case "/deafen" -> connections.forEach(each -> each.deaf = true);
            case "/mute" -> connections.forEach(each -> each.mute = true);
            case "/cut" -> reset();
            case "/down" -> {
                down = true;
                reset();
            }
            case "/up" -> down = false;
            case "/count" -> {}
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Resets the connections of now; new ones are carried. */
    void reset() {
        connections.forEach(Connection::reset);
    }

    @Override
    public void close() {
        down = true;
        try {
            entrance.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            orders.stop(0);
            reset();
            threads.close();
        }
    }

    /** One client's connection and its continuation. The end of either is the end of both. */
    private final class Connection {
        private final Socket client;
        private final Socket service;
        private volatile boolean deaf;
        private volatile boolean mute;

        Connection(Socket client, Socket service) throws IOException {
            this.client = client;
            this.service = service;
            client.setTcpNoDelay(true);
            service.setTcpNoDelay(true);
        }

        void toService() {
            copy(client, service, () -> mute);
        }

        void toClient() {
            copy(service, client, () -> deaf);
        }

        private void copy(Socket from, Socket to, BooleanSupplier lost) {
            byte[] bytes = new byte[16 * 1024];
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                    if (!lost.getAsBoolean()) {
                        to.getOutputStream().write(bytes, 0, n);
                    }
                }
            } catch (IOException e) {
                reset(); // One side broke, or an order broke both.
            } finally {
                connections.remove(this);
            }
        }

        /** Lets both sides see a break and not an end. */
        void reset() {
            reset(client);
            reset(service);
        }

        private static void reset(Socket socket) {
            try (socket) {
                if (!socket.isClosed()) {
                    socket.setSoLinger(true, 0);
                }
            } catch (IOException e) {
                // It was closed in between, which is as good.
                assert socket.isClosed() : e;
            }
        }
    }
}
