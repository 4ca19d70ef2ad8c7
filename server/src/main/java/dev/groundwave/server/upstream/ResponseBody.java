package dev.groundwave.server.upstream;

import dev.groundwave.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.Serial;

/** An answer's body while it comes in. For one answer; its parts come one after the other. */
final class ResponseBody {
    /** Source: client-protocol.md, section 4. */
    static final int MAX_BYTES = 16_777_216;

    /** The body is over the limit; thrown to end the transfer. */
    static final class TooLargeException extends IllegalStateException {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

    void add(byte[] part) {
        if (part.length > MAX_BYTES - bytes.size()) {
            throw new TooLargeException();
        }
        bytes.writeBytes(part);
    }

    Bytes whole() {
        return Bytes.wrap(bytes.toByteArray());
    }
}
