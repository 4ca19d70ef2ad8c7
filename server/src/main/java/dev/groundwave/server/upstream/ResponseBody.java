package dev.groundwave.server.upstream;

import dev.groundwave.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.Serial;

/** An answer's body while it comes in. For one answer; its parts come one after the other. */
public final class ResponseBody {
    /** Source: client-protocol.md, section 4. */
    public static final int MAX_BYTES = 16_777_216;

    /** The body is over the limit; thrown to end the transfer. */
    public static final class TooLargeException extends IllegalStateException {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

    /** Nothing came yet. */
    public ResponseBody() {}

    /**
     * Takes the next part.
     *
     * @throws TooLargeException when it is too much
     */
    public void add(byte[] part) {
        if (part.length > MAX_BYTES - bytes.size()) {
            throw new TooLargeException();
        }
        bytes.writeBytes(part);
    }

    /** Everything so far. */
    public Bytes whole() {
        return Bytes.wrap(bytes.toByteArray());
    }
}
