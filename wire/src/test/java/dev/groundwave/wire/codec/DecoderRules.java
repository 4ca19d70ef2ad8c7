package dev.groundwave.wire.codec;

import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.ServiceMessage;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a decoder keeps for any bytes whatsoever: it reads a message or refuses with close 1007, nothing else comes out,
 * and what it read survives being written and read again.
 *
 * <p>For fuzzers, which call it millions of times: so there is no assertion library here. Source: client-protocol.md,
 * section 13.6.
 */
public final class DecoderRules {
    private static final int INVALID_PAYLOAD = 1007;

    /** A control character of two signs in JSON may be written as six, and defaults are written out. */
    private static final int MOST_GROWTH = 4;

    private static final int DEFAULTS_BYTES = 256;

    private final MessageCodec codec;

    /** The rules for one codec. */
    public DecoderRules(MessageCodec codec) {
        this.codec = codec;
    }

    /** Frames of every kind that clients send, as a start for mutations. */
    public List<byte[]> clientFrames() {
        return MessageCodecContract.clientMessages().map(codec::encode).toList();
    }

    /** Frames of every kind that the service sends, as a start for mutations. */
    public List<byte[]> serviceFrames() {
        return MessageCodecContract.serviceMessages().map(codec::encode).toList();
    }

    /** The inputs kept for a fuzzing class: what it once found, and what no sample has. */
    public List<byte[]> findings(Class<?> fuzzing) throws IOException, URISyntaxException {
        URL folder = Objects.requireNonNull(fuzzing.getResource(fuzzing.getSimpleName() + "Inputs"), "no inputs kept");
        List<byte[]> inputs = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(folder.toURI()))) {
            for (Path file : files) {
                inputs.add(Files.readAllBytes(file));
            }
        }
        return inputs;
    }

    /** Reads the bytes as a client's message; whether they are one. */
    public boolean checkClientMessage(byte[] input) {
        byte[] before = input.clone();
        ClientMessage message;
        try {
            message = codec.decodeClientMessage(input, 0, input.length);
        } catch (MalformedMessageException e) {
            checkRefusal(e);
            return false;
        }
        check(Arrays.equals(before, input), "the decoder changed the frame");
        if (message instanceof ClientMessage.Unacceptable || message instanceof ClientMessage.StreamMisuse) {
            return true;
        }
        byte[] frame = codec.encode(message);
        checkGrowth(input, frame);
        try {
            check(message.equals(codec.decodeClientMessage(frame, 0, frame.length)), "the message changed");
        } catch (MalformedMessageException e) {
            throw new AssertionError("the codec refuses its own frame of " + message, e);
        }
        return true;
    }

    /** Reads the bytes as a message of the service; whether they are one. */
    public boolean checkServiceMessage(byte[] input) {
        byte[] before = input.clone();
        Optional<ServiceMessage> message;
        try {
            message = codec.decodeServiceMessage(input, 0, input.length);
        } catch (MalformedMessageException e) {
            checkRefusal(e);
            return false;
        }
        check(Arrays.equals(before, input), "the decoder changed the frame");
        message.ifPresent(known -> checkRoundTrip(input, known));
        return message.isPresent();
    }

    private void checkRoundTrip(byte[] input, ServiceMessage message) {
        byte[] frame = codec.encode(message);
        checkGrowth(input, frame);
        if (message instanceof ServiceMessage.Sequenced sequenced
                && sequenced.sequenceId().isPresent()) {
            byte[] made = codec.template(sequenced).frame(sequenced.sequenceId().getAsLong());
            check(Arrays.equals(frame, made), "the template makes another frame");
        }
        try {
            Optional<ServiceMessage> again = codec.decodeServiceMessage(frame, 0, frame.length);
            check(again.isPresent() && again.get().equals(message), "the message changed");
        } catch (MalformedMessageException e) {
            throw new AssertionError("the codec refuses its own frame of " + message, e);
        }
    }

    private static void checkRefusal(MalformedMessageException refusal) {
        check(refusal.closeReason().code() == INVALID_PAYLOAD, "the close code is " + refusal.closeReason());
    }

    private static void checkGrowth(byte[] input, byte[] frame) {
        check(
                frame.length <= MOST_GROWTH * input.length + DEFAULTS_BYTES,
                input.length + " bytes became " + frame.length);
    }

    private static void check(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
