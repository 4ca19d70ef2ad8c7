package dev.groundwave.server.socket;

import dev.groundwave.hub.delivery.Lane;
import io.netty.channel.EventLoop;

/** A Netty event loop as a lane. */
final class EventLoopLane implements Lane {
    private final EventLoop loop;
    private final int index;

    EventLoopLane(EventLoop loop, int index) {
        this.loop = loop;
        this.index = index;
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public boolean isCurrent() {
        return loop.inEventLoop();
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }
}
