package dev.groundwave.server.blackbox;

import java.io.Closeable;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;

/** One kept-alive HTTP/1.1 connection whose requests may be malformed and may be sent before the answers are read. */
public final class RawHttp implements Closeable {
    private final RawSocket socket;

    RawHttp(RawSocket socket) {
        this.socket = socket;
    }

    /** Sends bytes as they are. */
    public RawHttp send(byte[] bytes) {
        socket.write(bytes);
        return this;
    }

    /** Reads the answer to a request that was not a HEAD. */
    public HttpAnswer answer() {
        return HttpAnswer.read(socket, false);
    }

    /** Reads the answer to a HEAD. */
    public HttpAnswer headAnswer() {
        return HttpAnswer.read(socket, true);
    }

    /** Sends and reads. */
    public HttpAnswer call(HttpCall call) {
        send(call.bytes());
        return call.isHead() ? headAnswer() : answer();
    }

    /** The server ends the connection now, without one more byte. */
    public boolean ended() {
        return socket.readToEnd().length == 0;
    }

    /** The certificate that the server showed, on a connection over TLS. */
    public X509Certificate certificate() {
        try {
            return (X509Certificate) socket.tls().getSession().getPeerCertificates()[0];
        } catch (SSLPeerUnverifiedException e) {
            throw new AssertionError("the server showed no certificate", e);
        }
    }

    /** The TLS version of a connection over TLS. */
    public String tlsVersion() {
        return socket.tls().getSession().getProtocol();
    }

    @Override
    public void close() {
        socket.close();
    }
}
