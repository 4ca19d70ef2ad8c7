/**
 * Client connections: from the handshake over frames to commands, and from queues to the socket.
 *
 * <p>Map, on the way in: a {@link dev.groundwave.server.socket.HandshakeGate} judges a handshake, an
 * {@link dev.groundwave.server.socket.Admission} asks the application, an {@link dev.groundwave.server.socket.Upgrade} or a
 * {@link dev.groundwave.server.socket.Recovery} opens the WebSocket by a {@code ProtocolSwitch}. Then, made by
 * {@link dev.groundwave.server.socket.Sockets}: a {@code ClientSocket} reads frames, a {@code Conversation} makes commands of
 * them ({@code ProtocolConversation} or {@code SimpleConversation}), an {@code EventLine} keeps events in order, and a
 * {@code SocketOutbox} is the way out. {@link dev.groundwave.server.socket.SocketLane} is what all sockets of one event loop
 * share.
 */
@NullMarked
package dev.groundwave.server.socket;

import org.jspecify.annotations.NullMarked;
