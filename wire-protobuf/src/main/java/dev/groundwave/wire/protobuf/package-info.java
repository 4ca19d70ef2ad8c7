/**
 * The protobuf frame language, for those who want it: the JSON one does not need this module.
 *
 * <p>Map: {@link dev.groundwave.wire.protobuf.ProtobufCodec} is all there is to use; its readers and writers translate
 * between the messages of {@code dev.groundwave.wire} and the frames that protoc makes of {@code webpubsub.proto}.
 */
@NullMarked
package dev.groundwave.wire.protobuf;

import org.jspecify.annotations.NullMarked;
