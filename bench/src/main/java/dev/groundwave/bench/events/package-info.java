/**
 * What an event costs that goes from a client over an event handler back to the client, beside calling the handler itself.
 *
 * <p>{@code EventBench} runs an {@code EchoLoad} against each of two processes in every round: {@code DirectLoad} posts to
 * the handler ({@code HandlerMain}), {@code ClientLoad} sends events to the service ({@code EventServiceMain}), which posts
 * them to that same handler.
 */
@NullMarked
package dev.groundwave.bench.events;

import org.jspecify.annotations.NullMarked;
