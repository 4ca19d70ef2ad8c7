package dev.groundwave.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.auth.Peer;
import dev.groundwave.server.blackbox.TestCertificate;
import dev.groundwave.wire.event.ClientCertificate;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("events-and-operations 4.7, client certificates")
final class PeersTest {
    private static final TestCertificate OURS = TestCertificate.make("server", "EC");
    private static final TestCertificate THEIRS = TestCertificate.make("client", "EC");

    private final BlockingQueue<Peer> peers = new LinkedBlockingQueue<>();
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    /** Reads the peer when the first byte came. */
    private final class Reader extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
            peers.add(Peers.of(ctx.channel()));
        }
    }

    private int listen(boolean clientCertificates) {
        ServerTls tls = new ServerTls(OURS.settings(clientCertificates));
        Channel listening = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(tls.newHandler(channel.alloc()), new TlsFaults(), new Reader());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    private Peer connect(int port, SSLContext client) throws IOException, InterruptedException {
        try (SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.getOutputStream().write(1);
            socket.getOutputStream().flush();
            Peer peer = peers.poll(10, TimeUnit.SECONDS);
            assertThat(peer).isNotNull();
            return peer;
        }
    }

    @BeforeEach
    void noneBefore() {
        assertThat(peers).isEmpty();
    }

    @AfterEach
    void end() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void aCertificateThatNobodyVouchesForIsHandedOn()
            throws IOException, InterruptedException, GeneralSecurityException {
        Peer peer = connect(listen(true), OURS.client(THEIRS));

        String thumbprint = HexFormat.of()
                .withUpperCase()
                .formatHex(MessageDigest.getInstance("SHA-1")
                        .digest(THEIRS.certificate().getEncoded()));
        assertThat(peer.certificates()).containsExactly(new ClientCertificate(thumbprint, THEIRS.pem()));
        assertThat(peer.secure()).isTrue();
        assertThat(peer.address()).contains(InetAddress.getLoopbackAddress());
    }

    @Test
    void aSecondConnectionOfTheSameSessionHasItToo() throws IOException, InterruptedException {
        int port = listen(true);
        SSLContext client = OURS.client(THEIRS);

        Peer first = connect(port, client);
        Peer second = connect(port, client);

        assertThat(second.certificates()).isEqualTo(first.certificates()).hasSize(1);
    }

    @Test
    void aClientWithoutACertificateIsLetInAllTheSame() throws IOException, InterruptedException {
        assertThat(connect(listen(true), OURS.client()).certificates()).isEmpty();
    }

    @Test
    void nobodyIsAskedUnlessTheSettingSaysSo() throws IOException, InterruptedException {
        assertThat(connect(listen(false), OURS.client(THEIRS)).certificates()).isEmpty();
    }
}
