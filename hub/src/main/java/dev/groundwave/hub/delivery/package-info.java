/**
 * From a publication to the queues of its receivers: encoded once per dialect, one task per lane, one flush per turn.
 *
 * <p>Map: {@link dev.groundwave.hub.delivery.Delivery} is one message under way,
 * {@link dev.groundwave.hub.delivery.Members} a lane's slice of a group, {@link dev.groundwave.hub.delivery.Turn} what a
 * lane sends within one turn of its loop. Ports to the outside: {@link dev.groundwave.hub.delivery.Lane},
 * {@link dev.groundwave.hub.delivery.Outbox}, {@link dev.groundwave.hub.delivery.FrameEncoder},
 * {@link dev.groundwave.hub.delivery.EncodedFrame}.
 */
@NullMarked
package dev.groundwave.hub.delivery;

import org.jspecify.annotations.NullMarked;
