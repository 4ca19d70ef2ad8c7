package dev.groundwave.client.transport;

import dev.groundwave.wire.Bytes;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/**
 * A WebSocket server of one script: each connection runs it on a thread of its own, frame by frame.
 *
 * <p>Written by hand, because it must also do what no library allows: answer never, cut frames anywhere, close without
 * manners.
 */
public final class RawServer implements AutoCloseable {
    /** What happens on one connection; the socket is closed when it ends. */
    @FunctionalInterface
    public interface Script {
        /** Plays the service. */
        void play(Peer peer) throws IOException;
    }

    /** One frame from the client, unmasked. */
    public record Frame(int opcode, Bytes payload) {}

    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    private final ServerSocket listener;
    private final Script script;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    public RawServer(Script script) throws IOException {
        this(script, ServerSocketFactory.getDefault());
    }

    /** One whose sockets are of this kind, for example TLS. */
    public RawServer(Script script, ServerSocketFactory sockets) throws IOException {
        this.script = script;
        listener = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::acceptAll);
    }

    /** Where it listens. */
    public URI uri() {
        return URI.create("ws://127.0.0.1:" + listener.getLocalPort() + "/client/hubs/chat");
    }

    private void start(Runnable task) {
        Thread thread = new Thread(task, "raw-server");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                start(() -> serve(socket));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            script.play(new Peer(socket));
        } catch (IOException e) {
            // The client has gone; what that means is for the test to see on its side.
            sockets.remove(socket);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        for (Thread thread : threads) {
            try {
                thread.join(10_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The service's side of one connection. */
    public static final class Peer {
        private final Socket socket;
        private final DataInputStream in;
        private final OutputStream out;

        Peer(Socket socket) throws IOException {
            this.socket = socket;
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            out = socket.getOutputStream();
        }

        /** Reads the request of the handshake; header names in lower case. */
        public List<String> readRequest() throws IOException {
            List<String> lines = new CopyOnWriteArrayList<>();
            for (String line = readLine(); !line.isEmpty(); line = readLine()) {
                lines.add(line);
            }
            return lines;
        }

        private String readLine() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int read = in.readUnsignedByte(); read != '\n'; read = in.readUnsignedByte()) {
                if (read != '\r') {
                    line.write(read);
                }
            }
            return line.toString(StandardCharsets.UTF_8);
        }

        /** Reads the request and agrees to it, with the subprotocol offered. */
        public List<String> accept() throws IOException {
            List<String> request = readRequest();
            String accept = acceptKey(header(request, "sec-websocket-key"));
            writeRaw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + accept + "\r\nSec-WebSocket-Protocol: "
                    + header(request, "sec-websocket-protocol") + "\r\n\r\n");
            return request;
        }

        /** Answers the handshake with another status. */
        public void refuse(String statusLine, String headers) throws IOException {
            readRequest();
            writeRaw("HTTP/1.1 " + statusLine + "\r\n" + headers + "Content-Length: 0\r\n\r\n");
        }

        public void writeRaw(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        /** Sends one frame. */
        public void frame(int opcode, boolean last, byte[] payload) throws IOException {
            ByteBuffer head = ByteBuffer.allocate(10);
            head.put((byte) ((last ? 0x80 : 0) | opcode));
            if (payload.length < 126) {
                head.put((byte) payload.length);
            } else if (payload.length < 65_536) {
                head.put((byte) 126).putShort((short) payload.length);
            } else {
                head.put((byte) 127).putLong(payload.length);
            }
            out.write(head.array(), 0, head.position());
            out.write(payload);
            out.flush();
        }

        /** Sends a whole text message. */
        public void text(String text) throws IOException {
            frame(TEXT, true, text.getBytes(StandardCharsets.UTF_8));
        }

        /** Sends a close frame. */
        public void close(int code, String reason) throws IOException {
            byte[] text = reason.getBytes(StandardCharsets.UTF_8);
            frame(
                    CLOSE,
                    true,
                    ByteBuffer.allocate(2 + text.length)
                            .putShort((short) code)
                            .put(text)
                            .array());
        }

        /** Waits for the next frame; the client's frames here are never fragmented. */
        public Frame read() throws IOException {
            int opcode = in.readUnsignedByte() & 0x0f;
            int length = in.readUnsignedByte() & 0x7f;
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = Math.toIntExact(in.readLong());
            }
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes(length);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i % 4];
            }
            return new Frame(opcode, Bytes.wrap(payload));
        }

        /** Waits for the next whole message and puts its fragments together. */
        public String readMessage() throws IOException {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            boolean last = false;
            while (!last) {
                in.mark(1);
                last = (in.readUnsignedByte() & 0x80) != 0;
                in.reset();
                message.writeBytes(read().payload().toArray());
            }
            return message.toString(StandardCharsets.UTF_8);
        }

        /** Ends what goes to the client; what comes from it can still be read. */
        public void endOutput() throws IOException {
            socket.shutdownOutput();
        }

        /** Waits until the client has closed its socket, too; what it sends until then is lost. */
        public void awaitEnd() throws IOException {
            socket.shutdownOutput();
            long unused = in.transferTo(OutputStream.nullOutputStream());
        }

        /** Breaks the connection with a TCP reset. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        private static String header(List<String> request, String name) {
            return request.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("");
        }

        private static String acceptKey(String key) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-1")
                        .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
                return Base64.getEncoder().encodeToString(digest);
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError("every Java has SHA-1", e);
            }
        }
    }
}
