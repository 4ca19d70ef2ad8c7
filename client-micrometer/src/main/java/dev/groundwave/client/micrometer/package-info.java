/**
 * Meters of a client.
 *
 * <p>Map: {@link dev.groundwave.client.micrometer.ClientMeters} makes clients that are measured; its
 * documentation lists the meters.
 */
@NullMarked
package dev.groundwave.client.micrometer;

import org.jspecify.annotations.NullMarked;
