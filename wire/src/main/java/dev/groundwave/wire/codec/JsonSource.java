package dev.groundwave.wire.codec;

import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.CloseReason;
import dev.groundwave.wire.MalformedMessageException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * One frame being read: its characters, a parser over them, and the way back to the raw bytes of a value.
 *
 * <p>Lives for one decode call on one thread.
 *
 * <h2>Why characters and not bytes</h2>
 *
 * Jackson's byte parser keeps every property name it meets in a table shared by all parsers of its factory, thousands of
 * them and of any length. Names inside a payload are the sender's choice, so that table would be filled, copied and
 * reset by strangers. The character parser does without the table. The JDK's decoder is strict about UTF-8, which
 * Jackson's byte parser is not, and for ASCII, which nearly all frames are, offsets in characters are offsets in bytes.
 */
final class JsonSource implements AutoCloseable {
    private final byte[] frame;
    private final int frameOffset;
    private final char[] characters;
    private final int characterCount;
    private final boolean ascii;
    private final JsonParser parser;

    private JsonSource(byte[] frame, int frameOffset, int frameLength, CharBuffer decoded, JsonFactory factory) {
        this.frame = frame;
        this.frameOffset = frameOffset;
        this.characters = decoded.array();
        this.characterCount = decoded.remaining();
        this.ascii = characterCount == frameLength;
        this.parser = factory.createParser(ObjectReadContext.empty(), characters, 0, characterCount);
    }

    /** A factory whose parsers share nothing that input can fill; names, numbers and strings may be as long as a frame. */
    static JsonFactory factory(int maxDepth) {
        return JsonFactory.builder()
                .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .maxNumberLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                .build();
    }

    /**
     * Opens a frame.
     *
     * @throws MalformedMessageException when it is not UTF-8
     */
    static JsonSource open(byte[] frame, int offset, int length, JsonFactory factory) throws MalformedMessageException {
        try {
            CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(frame, offset, length));
            return new JsonSource(frame, offset, length, decoded, factory);
        } catch (CharacterCodingException e) {
            throw new MalformedMessageException("a text message is UTF-8", CloseReason.INVALID_UTF8);
        }
    }

    JsonParser parser() {
        return parser;
    }

    /** Gives the parser's buffers back. */
    @Override
    public void close() {
        parser.close();
    }

    /** Where the current token begins, in characters. */
    int tokenStart() {
        return (int) parser.currentTokenLocation().getCharOffset();
    }

    /** Reads the current value to its end and returns where that is, in characters. */
    int skipValue() {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            parser.finishToken();
        } else {
            parser.skipChildren();
        }
        return (int) parser.currentLocation().getCharOffset();
    }

    /** The bytes that stand for these characters in the frame, copied. */
    Bytes rawSlice(int start, int end) {
        if (ascii) {
            return Bytes.copyOf(frame, frameOffset + start, end - start);
        }
        // Valid UTF-8 has one form for each character, so encoding again gives the very bytes of the frame.
        return Bytes.utf8(new String(characters, start, end - start));
    }

    /** The string that stands, quoted and escaped, between these characters. */
    String stringAt(int start, int end, JsonFactory factory) {
        try (JsonParser reader = factory.createParser(ObjectReadContext.empty(), characters, start, end - start)) {
            reader.nextToken();
            return reader.getString();
        }
    }
}
