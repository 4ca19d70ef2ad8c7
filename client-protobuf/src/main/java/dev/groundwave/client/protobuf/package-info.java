/**
 * The protobuf dialects of the client.
 *
 * <p>Map: {@link dev.groundwave.client.protobuf.ProtobufProtocol} holds the two protocols to give to the builder; the
 * codec behind them is that of {@code wire-protobuf}.
 */
@NullMarked
package dev.groundwave.client.protobuf;

import org.jspecify.annotations.NullMarked;
