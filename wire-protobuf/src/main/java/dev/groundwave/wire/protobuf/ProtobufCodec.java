package dev.groundwave.wire.protobuf;

import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.CloseReason;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.codec.FrameTemplate;
import dev.groundwave.wire.codec.MessageCodec;
import dev.groundwave.wire.protobuf.frame.DownstreamMessage;
import dev.groundwave.wire.protobuf.frame.UpstreamMessage;
import java.util.Optional;

/**
 * The protobuf frame language: strict towards clients, lenient towards services.
 *
 * <p>Stateless and safe for all threads. Nothing of a rejected frame is quoted in an exception. Source:
 * client-protocol.md, sections 9 and 13.6.
 */
public final class ProtobufCodec implements MessageCodec {
    // Nobody asks for unknown fields, and what the library keeps of one takes far more memory than its few bytes.
    private static final Parser<UpstreamMessage> UPSTREAM = DiscardUnknownFieldsParser.wrap(UpstreamMessage.parser());
    private static final Parser<DownstreamMessage> DOWNSTREAM =
            DiscardUnknownFieldsParser.wrap(DownstreamMessage.parser());

    private final PayloadFrames payloads = new PayloadFrames();
    private final UpstreamReader upstreamReader = new UpstreamReader(payloads);
    private final DownstreamReader downstreamReader = new DownstreamReader(payloads);

    /** A codec; one is enough for a whole program. */
    public ProtobufCodec() {}

    @Override
    public ClientMessage decodeClientMessage(byte[] frame, int offset, int length) throws MalformedMessageException {
        try {
            return upstreamReader.read(UPSTREAM.parseFrom(frame, offset, length));
        } catch (InvalidProtocolBufferException e) {
            throw malformed("a message is an UpstreamMessage");
        } catch (IllegalArgumentException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Optional<ServiceMessage> decodeServiceMessage(byte[] frame, int offset, int length)
            throws MalformedMessageException {
        try {
            return downstreamReader.read(DOWNSTREAM.parseFrom(frame, offset, length));
        } catch (InvalidProtocolBufferException e) {
            throw malformed("a message is a DownstreamMessage");
        }
    }

    @Override
    public byte[] encode(ClientMessage message) {
        return UpstreamWriter.write(message).toByteArray();
    }

    @Override
    public byte[] encode(ServiceMessage message) {
        if (message instanceof ServiceMessage.Sequenced sequenced
                && sequenced.sequenceId().isPresent()) {
            return template(sequenced).frame(sequenced.sequenceId().getAsLong());
        }
        return DownstreamWriter.write(message).toByteArray();
    }

    @Override
    public FrameTemplate template(ServiceMessage.Sequenced message) {
        return DownstreamWriter.template(message);
    }

    static MalformedMessageException malformed(String rule) {
        return new MalformedMessageException(rule, CloseReason.INVALID_PROTOBUF_MESSAGE);
    }
}
