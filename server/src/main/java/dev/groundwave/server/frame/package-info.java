/**
 * Messages as finished WebSocket frames in direct memory.
 *
 * <p>Map: {@link dev.groundwave.server.frame.NettyFrameEncoder} makes a {@link dev.groundwave.server.frame.PooledFrame}
 * once, for any number of sockets; {@link dev.groundwave.server.frame.ControlFrames} makes pings, pongs and closes.
 */
@NullMarked
package dev.groundwave.server.frame;

import org.jspecify.annotations.NullMarked;
