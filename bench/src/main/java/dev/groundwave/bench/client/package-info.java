/**
 * What a message costs a client, sent and received, beside the official JavaScript client and a bare WebSocket.
 *
 * <p>{@code ClientBench} gives the same orders to {@code ClientProcess}es in turn: {@code OurClientMain},
 * {@code BareClientMain} and the script {@code client.cjs}. What they receive comes from a {@code Publisher}.
 */
@NullMarked
package dev.groundwave.bench.client;

import org.jspecify.annotations.NullMarked;
