package dev.groundwave.server.net;

import dev.groundwave.server.auth.Peer;
import dev.groundwave.wire.event.ClientCertificate;
import io.netty.channel.Channel;
import io.netty.channel.ServerChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Reads from a connection who is at its other end. On the channel's event loop, after the TLS handshake. */
final class Peers {
    private Peers() {}

    /** Who is at the other end; of an HTTP/2 stream the connection counts. */
    static Peer of(Channel channel) {
        Channel connection =
                channel.parent() == null || channel.parent() instanceof ServerChannel ? channel : channel.parent();
        Optional<InetAddress> address = connection.remoteAddress() instanceof InetSocketAddress remote
                ? Optional.ofNullable(remote.getAddress())
                : Optional.empty();
        SslHandler tls = connection.pipeline().get(SslHandler.class);
        return tls == null ? new Peer(address, false, List.of()) : new Peer(address, true, certificates(tls));
    }

    private static List<ClientCertificate> certificates(SslHandler tls) {
        if (!tls.engine().getWantClientAuth() && !tls.engine().getNeedClientAuth()) {
            return List.of();
        }
        List<ClientCertificate> shown = new ArrayList<>();
        try {
            for (Certificate certificate : tls.engine().getSession().getPeerCertificates()) {
                shown.add(ClientCertificate.of((X509Certificate) certificate));
            }
        } catch (SSLPeerUnverifiedException e) {
            // The client was asked and has none, which it may.
            return List.of();
        }
        return shown;
    }
}
