package dev.groundwave.server.blackbox;

import dev.groundwave.wire.Bytes;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * An application's event handler: a small HTTP server on loopback that answers as the test says.
 *
 * <p>Agrees to get events unless told otherwise. Every connection has a thread, so an answer may block. Requests are kept
 * in the order of their arrival: validations apart from events.
 */
public final class ScriptedUpstream implements Closeable {
    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final LinkedBlockingQueue<Request> events = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Request> validations = new LinkedBlockingQueue<>();
    private volatile Function<Request, Answer> script = _ -> Answer.of(204);
    private volatile Function<Request, Answer> validation = _ -> Answer.of(200).header("WebHook-Allowed-Origin", "*");

    /** What was asked. */
    public record Request(String method, String target, Map<String, List<String>> headers, Bytes body) {
        /** The only value of a header, or empty. */
        public Optional<String> header(String name) {
            List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
            return values.stream().findFirst();
        }

        /** The body as text. */
        public String text() {
            return body.asUtf8();
        }

        /** The event's word. */
        public String event() {
            return header("ce-eventName").orElse("");
        }
    }

    /**
     * What to answer.
     *
     * @param raw the bytes of the whole answer; empty to drop the connection without one
     * @param last whether the connection ends behind it
     */
    public record Answer(Bytes raw, boolean last) {
        /** Without a body. */
        public static Answer of(int status) {
            return of(status, List.of(), new byte[0]);
        }

        /** With a body. */
        public static Answer of(int status, String contentType, String body) {
            return of(status, List.of("Content-Type: " + contentType), body.getBytes(StandardCharsets.UTF_8));
        }

        /** With header lines and a body. */
        public static Answer of(int status, List<String> headers, byte[] body) {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n");
            headers.forEach(line -> head.append(line).append("\r\n"));
            if (status != 204) {
                head.append("Content-Length: ").append(body.length).append("\r\n");
            }
            byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
            byte[] whole = new byte[start.length + body.length];
            System.arraycopy(start, 0, whole, 0, start.length);
            System.arraycopy(body, 0, whole, start.length, body.length);
            return new Answer(Bytes.wrap(whole), false);
        }

        /** Nothing: the connection breaks. */
        public static Answer drop() {
            return new Answer(Bytes.EMPTY, true);
        }

        /** With one more header. */
        public Answer header(String name, String value) {
            String text = new String(raw.toArray(), StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\r\n") + 2;
            String line = name + ": " + value + "\r\n";
            String longer = text.substring(0, end) + line + text.substring(end);
            return new Answer(Bytes.wrap(longer.getBytes(StandardCharsets.ISO_8859_1)), last);
        }

        /** Without its last bytes, and then the connection breaks. */
        public Answer cut(int bytes) {
            return new Answer(Bytes.copyOf(raw.toArray(), 0, raw.size() - bytes), true);
        }
    }

    /** Starts to listen. */
    public ScriptedUpstream() {
        try {
            listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** How events are answered from now on. */
    public ScriptedUpstream answer(Function<Request, Answer> next) {
        script = next;
        return this;
    }

    /** How every event is answered from now on. */
    public ScriptedUpstream answer(Answer always) {
        return answer(_ -> always);
    }

    /** How validations are answered from now on. */
    public ScriptedUpstream validation(Function<Request, Answer> next) {
        validation = next;
        return this;
    }

    /** The address of a path. */
    public String url(String path) {
        return "http://127.0.0.1:" + listener.getLocalPort() + path;
    }

    /** The next event; waits for it up to the deadline. */
    public Request next() {
        return take(events);
    }

    /** The next event, which must be this one. */
    public Request next(String event) {
        Request request = next();
        if (!request.event().equals(event)) {
            throw new AssertionError("the next event is " + request.event() + ", not " + event);
        }
        return request;
    }

    /** The next validation; waits for it up to the deadline. */
    public Request nextValidation() {
        return take(validations);
    }

    /** How many events wait to be taken. */
    public int waiting() {
        return events.size();
    }

    /** How many validations wait to be taken. */
    public int waitingValidations() {
        return validations.size();
    }

    /** How many connections there have been. */
    public int connections() {
        return accepted.get();
    }

    /** Waits until the caller has ended all its connections. */
    public void awaitNoConnection() {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RawSocket.DEADLINE_MS);
        while (!open.isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(open.size() + " connections are still there");
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Request take(LinkedBlockingQueue<Request> from) {
        try {
            Request request = from.poll(RawSocket.DEADLINE_MS, TimeUnit.MILLISECONDS);
            if (request == null) {
                throw new AssertionError("nothing was asked in time");
            }
            return request;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                accepted.incrementAndGet();
                if (listener.isClosed()) {
                    // Came in while close() went through the others.
                    socket.close();
                }
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                // Closed: the test is over.
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            Optional<Request> request = read(in);
            while (request.isPresent()) {
                Answer answer = respond(request.get());
                socket.getOutputStream().write(answer.raw().toArray());
                if (answer.last()) {
                    return;
                }
                request = read(in);
            }
        } catch (IOException e) {
            // The caller is gone, which is its right.
            return;
        } finally {
            open.remove(socket);
        }
    }

    private Answer respond(Request request) {
        // Looked up first: a test that has seen the request may go on with another script.
        Function<Request, Answer> validationNow = validation;
        Function<Request, Answer> scriptNow = script;
        if (request.header("ce-type").isEmpty()
                && request.header("ce-awpsversion").isPresent()) {
            validations.add(request);
            return validationNow.apply(request);
        }
        events.add(request);
        return scriptNow.apply(request);
    }

    private static Optional<Request> read(InputStream in) throws IOException {
        String line = line(in);
        if (line.isEmpty()) {
            return Optional.empty();
        }
        String[] words = line.split(" ", -1);
        Map<String, List<String>> headers = new TreeMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.computeIfAbsent(header.substring(0, colon).toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                    .add(header.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(
                headers.getOrDefault("content-length", List.of("0")).getFirst());
        return Optional.of(new Request(words[0], words[1], headers, Bytes.wrap(in.readNBytes(length))));
    }

    /** One line as UTF-8; empty also at the end. */
    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }
}
