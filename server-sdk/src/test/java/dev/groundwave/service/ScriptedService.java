package dev.groundwave.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.groundwave.wire.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A service on a real port that records what it is asked and answers from a script; 200 without a body when it ends. */
final class ScriptedService implements AutoCloseable {
    static final String KEY = "0123456789abcdef0123456789abcdef-secret";

    private final Queue<Script> scripts = new ArrayDeque<>();
    private final BlockingQueue<Request> arrivals = new LinkedBlockingQueue<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private boolean hanging;

    ScriptedService() {
        try {
            server =
                    HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** One request as it came. */
    record Request(String method, String rawTarget, Map<String, List<String>> headers, String url, Bytes body) {
        String header(String name) {
            return String.join("|", headers.getOrDefault(name, List.of()));
        }

        String text() {
            return body.asUtf8();
        }

        /** Method, path and query without the version of the API, which every call carries last. */
        String line() {
            return method + " " + rawTarget.replaceFirst("[?&]api-version=2024-12-01$", "");
        }
    }

    private record Script(int status, Map<String, String> headers, String body) {}

    ScriptedService answers(int status) {
        return answers(status, Map.of(), "");
    }

    ScriptedService answers(int status, Map<String, String> headers, String body) {
        synchronized (scripts) {
            scripts.add(new Script(status, headers, body));
        }
        return this;
    }

    /** The next request loses its connection before an answer. */
    ScriptedService breaks() {
        return answers(0);
    }

    /** The next request never gets an answer. */
    ScriptedService hangs() {
        return answers(-1);
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    String connectionString(String basePath) {
        return "Endpoint=" + endpoint() + basePath + ";AccessKey=" + KEY + ";Version=1.0;";
    }

    WebPubSubService client() {
        return WebPubSubService.fromConnectionString(connectionString(""), "chat");
    }

    List<Request> requests() {
        return requests;
    }

    Request only() {
        if (requests.size() != 1) {
            throw new AssertionError("expected one request, got " + requests.size());
        }
        return requests.get(0);
    }

    /** Waits for a request to come in. */
    Request arrival() throws InterruptedException {
        Request request = arrivals.poll(30, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("no request came");
        }
        return request;
    }

    @Override
    public void close() {
        synchronized (this) {
            hanging = false;
            notifyAll();
        }
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String target = exchange.getRequestURI().toString();
        Request request = new Request(
                exchange.getRequestMethod(),
                target,
                Map.copyOf(exchange.getRequestHeaders()),
                "http://" + exchange.getRequestHeaders().getFirst("Host") + target,
                Bytes.wrap(body));
        requests.add(request);
        arrivals.add(request);
        Script script = next();
        if (script.status() > 0) {
            send(exchange, script);
        } else if (script.status() < 0) {
            hang();
        }
        exchange.close();
    }

    private Script next() {
        synchronized (scripts) {
            Script script = scripts.poll();
            return script == null ? new Script(200, Map.of(), "") : script;
        }
    }

    private static void send(HttpExchange exchange, Script script) throws IOException {
        script.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] content = script.body().getBytes(StandardCharsets.UTF_8);
        boolean bodyless = exchange.getRequestMethod().equals("HEAD") || content.length == 0;
        exchange.sendResponseHeaders(script.status(), bodyless ? -1 : content.length);
        if (!bodyless) {
            exchange.getResponseBody().write(content);
        }
    }

    private synchronized void hang() {
        hanging = true;
        try {
            while (hanging) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
