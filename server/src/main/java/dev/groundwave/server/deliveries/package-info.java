/**
 * What has become of the events of each event handler, in memory, for whoever looks after the service.
 *
 * <p>Map: each handler has a {@link dev.groundwave.server.deliveries.DeliveryLog}; a
 * {@link dev.groundwave.server.deliveries.DeliveryUnderWay} becomes a {@link dev.groundwave.server.deliveries.Delivery}
 * in it, and {@link dev.groundwave.server.deliveries.HandlerDeliveries} are what the log holds at a moment.
 */
@NullMarked
package dev.groundwave.server.deliveries;

import org.jspecify.annotations.NullMarked;
