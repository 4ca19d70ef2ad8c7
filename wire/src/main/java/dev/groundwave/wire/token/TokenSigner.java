package dev.groundwave.wire.token;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Signs tokens with an access key: compact form, HS256.
 *
 * <p>Safe for all threads. It never checks a token. Source: client-protocol.md, section 2.
 */
public final class TokenSigner {
    private static final String ALGORITHM = "HmacSHA256";
    private static final Base64.Encoder BASE64_URL = Base64.getUrlEncoder().withoutPadding();
    private static final String HEADER = base64Url("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");

    private final AccessKey key;
    private final InstantSource clock;
    private final JsonFactory json = new JsonFactory();

    /** The clock tells when a token is issued that does not say so itself. */
    public TokenSigner(AccessKey key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    /** The token in its compact form, a secret for as long as it is valid. */
    public String sign(AccessToken token) {
        String signed = HEADER + "." + base64Url(claims(token));
        return signed + "." + BASE64_URL.encodeToString(signature(key, signed));
    }

    /** The HS256 signature over the first two parts of a token and the dot between them. */
    static byte[] signature(AccessKey key, String signed) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.bytes(), ALGORITHM));
            return mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private String claims(AccessToken token) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = json.createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartObject();
            out.writeStringProperty("aud", token.audience());
            out.writeNumberProperty(
                    "iat", token.issuedAt().orElseGet(clock::instant).getEpochSecond());
            token.notBefore().ifPresent(time -> out.writeNumberProperty("nbf", time.getEpochSecond()));
            out.writeNumberProperty("exp", token.expiresAt().getEpochSecond());
            token.subject().ifPresent(userId -> out.writeStringProperty("sub", userId));
            strings(out, "role", token.roles());
            strings(out, "webpubsub.group", token.groups());
            out.writeEndObject();
        }
        return text.toString();
    }

    private static void strings(JsonGenerator out, String claim, List<String> values) {
        if (values.isEmpty()) {
            return;
        }
        out.writeArrayPropertyStart(claim);
        values.forEach(out::writeString);
        out.writeEndArray();
    }

    private static String base64Url(String text) {
        return BASE64_URL.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
