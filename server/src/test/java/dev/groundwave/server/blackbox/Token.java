package dev.groundwave.server.blackbox;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A JSON Web Token under construction, put together by hand so that every defect can be made.
 *
 * <p>Starts as a good one: HS256, an hour to live. Changes itself and returns itself.
 */
public final class Token {
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final Map<String, String> claims = new LinkedHashMap<>();
    private String header = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
    private String mac = "HmacSHA256";
    private String key;

    private Token(String key) {
        this.key = key;
    }

    /** A good token for one audience. */
    public static Token of(String key, String audience) {
        return new Token(key).claim("aud", Json.quote(audience)).expiresIn(Duration.ofHours(1));
    }

    /** Sets a claim to a JSON value. */
    public Token claim(String name, String json) {
        claims.put(name, json);
        return this;
    }

    /** Removes a claim. */
    public Token without(String name) {
        claims.remove(name);
        return this;
    }

    /** Replaces the audience. */
    public Token audience(String audience) {
        return claim("aud", Json.quote(audience));
    }

    /** Sets {@code exp}; negative is in the past. */
    public Token expiresIn(Duration fromNow) {
        return claim("exp", secondsFromNow(fromNow));
    }

    /** Sets {@code nbf}; positive is in the future. */
    public Token validIn(Duration fromNow) {
        return claim("nbf", secondsFromNow(fromNow));
    }

    /** Sets {@code sub}. */
    public Token user(String userId) {
        return claim("sub", Json.quote(userId));
    }

    /** Sets the claim of the roles to an array. */
    public Token roles(String... roles) {
        return claim("role", Json.quoteAll(roles));
    }

    /** Sets the claim of the groups to an array. */
    public Token groups(String... groups) {
        return claim("webpubsub.group", Json.quoteAll(groups));
    }

    /** Signs with another key. */
    public Token key(String other) {
        key = other;
        return this;
    }

    /** Replaces the header. */
    public Token header(String json) {
        header = json;
        return this;
    }

    /** Signs with another algorithm of {@link Mac}; the header stays what it is. */
    public Token mac(String algorithm) {
        mac = algorithm;
        return this;
    }

    /** Header and claims without a signature, the last dot included. */
    public String unsigned() {
        return signingInput() + ".";
    }

    /** The compact form. */
    public String sign() {
        try {
            Mac signer = Mac.getInstance(mac);
            signer.init(new SecretKeySpec(WireBytes.utf8(key), mac));
            String input = signingInput();
            return input + "." + BASE64URL.encodeToString(signer.doFinal(WireBytes.utf8(input)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String signingInput() {
        StringJoiner payload = new StringJoiner(",", "{", "}");
        claims.forEach((name, json) -> payload.add(Json.quote(name) + ":" + json));
        return BASE64URL.encodeToString(WireBytes.utf8(header)) + "."
                + BASE64URL.encodeToString(WireBytes.utf8(payload.toString()));
    }

    private static String secondsFromNow(Duration duration) {
        return Long.toString(Instant.now().plus(duration).getEpochSecond());
    }
}
