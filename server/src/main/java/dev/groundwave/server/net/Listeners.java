package dev.groundwave.server.net;

import dev.groundwave.hub.delivery.FrameEncoder;
import dev.groundwave.server.socket.SocketLane;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The event loops, one for each processor, with their lanes; and what listens on them.
 *
 * <p>Owns every channel of the server. Native epoll where it is to be had, NIO elsewhere.
 */
public final class Listeners {
    private static final int BACKLOG = 4096;

    private final MultiThreadIoEventLoopGroup group;
    private final List<SocketLane> lanes = new ArrayList<>();
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final boolean epoll = Epoll.isAvailable();

    /** Event loops that do not listen yet; reliable connections wait for their clients as long as {@code retention}. */
    public Listeners(FrameEncoder encoder, Duration retention) {
        IoHandlerFactory factory = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.group = new MultiThreadIoEventLoopGroup(Runtime.getRuntime().availableProcessors(), factory);
        for (EventExecutor loop : group) {
            lanes.add(new SocketLane((EventLoop) loop, lanes, encoder, retention));
        }
        lanes.forEach(SocketLane::start);
    }

    /**
     * Starts to listen.
     *
     * @return the port, also when any free one was asked for
     * @throws IOException when the address cannot be had
     */
    public int listen(String host, int port, ChannelHandler pipeline) throws IOException {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(pipeline);
        var bind = bootstrap.bind(host, port).awaitUninterruptibly();
        if (bind.cause() instanceof IOException e) {
            throw e;
        }
        if (!bind.isSuccess()) {
            throw new IOException("cannot listen on " + host + ":" + port, bind.cause());
        }
        channels.add(bind.channel());
        return ((InetSocketAddress) bind.channel().localAddress()).getPort();
    }

    /** The event loops, for whoever has calls to make on them. */
    public EventLoopGroup loops() {
        return group;
    }

    /** The lane of a channel. */
    SocketLane laneOf(Channel channel) {
        for (SocketLane lane : lanes) {
            if (lane.isOn(channel.eventLoop())) {
                return lane;
            }
        }
        throw new IllegalStateException("a channel of another server");
    }

    /** Takes a channel into care, so that it ends with the server. */
    void adopt(Channel channel) {
        channels.add(channel);
    }

    /** Closes everything and ends the event loops. Blocks until they ended, at most for the time given. */
    public void close(Duration atMost) {
        channels.close(channel -> channel instanceof ServerChannel).awaitUninterruptibly();
        channels.close().awaitUninterruptibly();
        lanes.forEach(SocketLane::stop);
        group.shutdownGracefully(0, atMost.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }
}
