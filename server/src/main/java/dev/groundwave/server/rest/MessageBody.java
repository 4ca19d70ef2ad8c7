package dev.groundwave.server.rest;

import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.Payload;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;

/**
 * How the body of a send is read, by its content type.
 *
 * <p>Source: rest-api.md, section 5.2.
 */
sealed interface MessageBody {
    /** What ill-formed text becomes where nobody refuses it. */
    char REPLACEMENT = '\uFFFD';

    /** The payload, or the refusal of a body that is not what its content type says. */
    Payload read(Bytes body) throws BadRequestException;

    /** A string in some charset. */
    record Text(Charset charset) implements MessageBody {
        @Override
        public Payload read(Bytes body) throws BadRequestException {
            return Payload.text(decode(body, charset));
        }
    }

    /** One JSON value in some charset. */
    record Json(Charset charset) implements MessageBody {
        @Override
        public Payload read(Bytes body) throws BadRequestException {
            String text = decode(body, charset);
            String json = json(text);
            if (json.strip().equals("null")) {
                // Several official clients fail on it. Source: client-protocol.md, appendix A.
                throw new BadRequestException(RestError.badRequest("A JSON null cannot be sent."));
            }
            boolean asItCame = charset.equals(StandardCharsets.UTF_8) && json.length() == text.length();
            return asItCame ? new Payload.Json(body) : Payload.jsonRaw(json);
        }

        /** The value's text, without a byte order mark. */
        String text(Bytes body) throws BadRequestException {
            return json(decode(body, charset));
        }

        private static String json(String text) throws BadRequestException {
            String json = text.startsWith("\uFEFF") ? text.substring(1) : text;
            if (!JsonText.isOneValue(json)) {
                throw new BadRequestException(RestError.badRequest("The request body is not a valid JSON."));
            }
            return json;
        }
    }

    /** Any bytes. */
    record Binary() implements MessageBody {
        @Override
        public Payload read(Bytes body) {
            return new Payload.Binary(body);
        }
    }

    /** What the {@code Content-Type} headers of a request say of its body. */
    static MessageBody of(List<String> contentTypes) throws BadRequestException {
        if (contentTypes.isEmpty()
                || (contentTypes.size() == 1 && contentTypes.getFirst().isBlank())) {
            return new Binary();
        }
        if (contentTypes.size() > 1) {
            throw unsupported();
        }
        MediaType type = MediaType.parse(contentTypes.getFirst()).orElseThrow(MessageBody::unsupported);
        return switch (type.name()) {
            case "text/plain" -> new Text(charset(type));
            case "application/json" -> new Json(charset(type));
            case "application/octet-stream" -> new Binary();
            default -> throw unsupported();
        };
    }

    /** How a body is read that must be JSON. */
    static Json json(List<String> contentTypes) throws BadRequestException {
        if (of(contentTypes) instanceof Json json) {
            return json;
        }
        throw unsupported();
    }

    private static Charset charset(MediaType type) throws BadRequestException {
        try {
            return Charset.forName(type.charset().orElse("utf-8"));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw unsupported();
        }
    }

    private static String decode(Bytes body, Charset charset) throws BadRequestException {
        if (charset.equals(StandardCharsets.UTF_8)) {
            String text = body.asUtf8();
            if (text.indexOf(REPLACEMENT) < 0) {
                return text;
            }
            // Either the caller wrote that character, or it stands for something ill-formed: the strict way tells.
        }
        try {
            return charset.newDecoder().decode(body.asByteBuffer()).toString();
        } catch (CharacterCodingException e) {
            throw new BadRequestException(RestError.badRequest("The request body is not text in its charset."));
        }
    }

    private static BadRequestException unsupported() {
        return new BadRequestException(RestError.unsupportedMediaType());
    }
}
