package dev.groundwave.wire.codec;

import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.CloseReason;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.WireLimits;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonFactory;

/**
 * The JSON frame language: strict towards clients, lenient towards services.
 *
 * <p>Stateless and safe for all threads. Nothing of a rejected frame is quoted in an exception. Source:
 * client-protocol.md, sections 6, 10 to 12 and 13.6.
 */
public final class JsonCodec implements MessageCodec {
    /** Deeper than any payload a service should send, so that a client seldom loses a message to its own limit. */
    private static final int SERVICE_MESSAGE_DEPTH = 1000;

    private final JsonFactory strict = JsonSource.factory(WireLimits.MAX_JSON_DEPTH);
    private final JsonFactory lenient = JsonSource.factory(SERVICE_MESSAGE_DEPTH);

    /** A codec; one is enough for a whole program. */
    public JsonCodec() {}

    @Override
    public ClientMessage decodeClientMessage(byte[] frame, int offset, int length) throws MalformedMessageException {
        try (JsonSource source = JsonSource.open(frame, offset, length, strict)) {
            return ClientMessageReader.read(JsonFields.readFrame(source, strict, false));
        } catch (JacksonException e) {
            throw notWellFormed();
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException(String.valueOf(e.getMessage()), CloseReason.INVALID_JSON_MESSAGE);
        }
    }

    @Override
    public Optional<ServiceMessage> decodeServiceMessage(byte[] frame, int offset, int length)
            throws MalformedMessageException {
        try (JsonSource source = JsonSource.open(frame, offset, length, lenient)) {
            return ServiceMessageReader.read(JsonFields.readFrame(source, lenient, true));
        } catch (JacksonException e) {
            throw notWellFormed();
        }
    }

    private static MalformedMessageException notWellFormed() {
        return JsonFields.malformed("a message is well-formed JSON within the limits of depth");
    }

    @Override
    public byte[] encode(ClientMessage message) {
        return ClientMessageWriter.write(message);
    }

    @Override
    public byte[] encode(ServiceMessage message) {
        return ServiceMessageWriter.write(message);
    }

    @Override
    public FrameTemplate template(ServiceMessage.Sequenced message) {
        JsonWriter body = new JsonWriter(SequencedMessageWriter.expectedBytes(message));
        return new JsonFrameTemplate(
                Bytes.wrap(SequencedMessageWriter.write(message, body).finish()));
    }
}
