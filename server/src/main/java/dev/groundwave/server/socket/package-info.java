/**
 * Client connections: from the handshake over frames to commands, and from queues to the socket.
 *
 * <p>Map: {@link dev.groundwave.server.socket.HandshakeGate} judges a handshake, an
 * {@link dev.groundwave.server.socket.Admission} asks the application, a
 * {@link dev.groundwave.server.socket.ClientSocket} reads its frames, {@code CommandTranslator} turns messages into
 * commands, an {@code EventConversation} brings events to the application, a {@code SocketOutbox} is its way out, {@link dev.groundwave.server.socket.Recovery} gives a lost connection
 * back, {@link dev.groundwave.server.socket.SocketLane} is what all sockets of one event loop share.
 */
@NullMarked
package dev.groundwave.server.socket;

import org.jspecify.annotations.NullMarked;
