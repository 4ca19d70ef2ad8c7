/**
 * Tests of programs that use the client, without a network and without waiting.
 *
 * <p>Map: {@link dev.groundwave.client.testing.ScriptedService} is a service in memory that the test directs,
 * {@link dev.groundwave.client.testing.ManualTime} the clock and the threads of a client, stepped by hand; both attach to a
 * {@link dev.groundwave.client.WebPubSubClientBuilder}.
 */
@NullMarked
package dev.groundwave.client.testing;

import org.jspecify.annotations.NullMarked;
