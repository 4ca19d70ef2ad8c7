/**
 * The client SDK: one logical connection to a hub, with groups, acknowledged sends and listeners.
 *
 * <p>Map: {@link dev.groundwave.client.WebPubSubClient} is what programs use and
 * {@link dev.groundwave.client.WebPubSubClientBuilder} makes it; behind it {@code ClientSession} is the state machine,
 * {@code Operations} the requests under way and {@code Dispatcher} the way to the listeners.
 */
@NullMarked
package dev.groundwave.client;

import org.jspecify.annotations.NullMarked;
