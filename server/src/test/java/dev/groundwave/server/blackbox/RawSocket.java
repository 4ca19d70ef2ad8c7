package dev.groundwave.server.blackbox;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * One TCP connection to the server whose reads give up after a deadline.
 *
 * <p>A reset by the server reads as the end of the stream: tests ask whether it ended, not how the kernel tells it.
 */
public final class RawSocket implements Closeable {
    /** The upper bound of every wait; nothing is asserted about how long something took. */
    public static final int DEADLINE_MS = 10_000;

    private static final int END = -1;

    private final Socket socket;
    private final InputStream in;

    /** Whether a write found the connection reset; then there is nothing to read either. */
    private boolean ended;

    private RawSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Connects to the loopback address; {@code receiveBufferBytes} 0 leaves the kernel's choice. */
    static RawSocket connect(int port, int receiveBufferBytes) {
        Socket socket = new Socket();
        try {
            if (receiveBufferBytes > 0) {
                socket.setReceiveBufferSize(receiveBufferBytes);
            }
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(DEADLINE_MS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), DEADLINE_MS);
            return new RawSocket(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same over TLS; the protocols are offered by ALPN, the extension is left out when there are none. */
    static RawSocket connect(int port, SSLContext tls, String... protocols) {
        try {
            SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket();
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(DEADLINE_MS);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setApplicationProtocols(protocols);
            socket.setSSLParameters(parameters);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), DEADLINE_MS);
            socket.startHandshake();
            return new RawSocket(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of a connection over TLS what was agreed. */
    SSLSocket tls() {
        return (SSLSocket) socket;
    }

    /** Moves the deadline of the reads that follow. */
    void deadline(int milliseconds) {
        try {
            socket.setSoTimeout(milliseconds);
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes, unless the server has reset the connection. */
    void tryWrite(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (SocketException e) {
            ended = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next byte, or -1 at the end. */
    int read() {
        try {
            return ended ? END : in.read();
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the server sent nothing within the deadline", e);
        } catch (SocketException e) {
            return END;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int readByte() {
        int value = read();
        if (value == END) {
            throw new ConnectionLost("the server ended the TCP connection; more bytes were expected");
        }
        return value;
    }

    byte[] readBytes(int count) {
        byte[] bytes = new byte[count];
        int filled = 0;
        while (filled < count) {
            filled += readSome(bytes, filled);
        }
        return bytes;
    }

    /** Everything up to the end. */
    byte[] readToEnd() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int value = read();
        while (value != END) {
            bytes.write(value);
            value = read();
        }
        return bytes.toByteArray();
    }

    /** A line without its CR LF. */
    String readLine() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int value = readByte();
        while (value != '\n') {
            line.write(value);
            value = readByte();
        }
        byte[] bytes = line.toByteArray();
        int length = bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
        return new String(Arrays.copyOf(bytes, length), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int readSome(byte[] bytes, int offset) {
        try {
            int read = in.read(bytes, offset, bytes.length - offset);
            if (read == END) {
                throw new ConnectionLost("the server ended the TCP connection; more bytes were expected");
            }
            return read;
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the server sent nothing within the deadline", e);
        } catch (SocketException e) {
            throw new ConnectionLost("the server reset the TCP connection; more bytes were expected");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
