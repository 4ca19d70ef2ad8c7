/**
 * The client SDK: one logical connection to a hub, with groups, acknowledged sends and listeners.
 *
 * <p>Map, from the program inwards; one package by contract, so that nothing but the API is public:
 *
 * <ul>
 *   <li>The API: {@link dev.groundwave.client.WebPubSubClient}, {@link dev.groundwave.client.WebPubSubClientBuilder}, the
 *       events in {@link dev.groundwave.client.ClientEvent} and everything else that is public.
 *   <li>Connection: {@code ClientSession} is the state machine; {@code Connector} with {@code Attempt} and
 *       {@code ReconnectPolicy} seeks a new one, {@code Recovery} saves one, {@code WakeProbe} asks after a sleep,
 *       {@code Shutdown} ends it.
 *   <li>Out: {@code Requests} builds frames, {@code Workload} holds what the program wants: {@code Operations} with acks
 *       and retries, {@code GroupMemory} with {@code Rejoin}, and {@code Features}: {@code Invocations},
 *       {@code OutgoingStreams}, {@code IncomingStreams}, {@code GroupStates}.
 *   <li>In: {@code Inbox} decodes and sorts, {@code SequenceAcks} numbers, {@code Dispatcher} calls {@code Listeners}, one
 *       {@code EventPublisher} serves subscribers.
 *   <li>Set up: {@code ClientSettings} is what the builder was told, {@code Surroundings} what comes from outside.
 * </ul>
 */
@NullMarked
package dev.groundwave.client;

import org.jspecify.annotations.NullMarked;
