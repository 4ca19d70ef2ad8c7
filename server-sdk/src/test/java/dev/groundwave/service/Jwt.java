package dev.groundwave.service;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A token taken apart the way a stranger would do it. */
record Jwt(Map<String, Object> header, Map<String, Object> claims, boolean validSignature) {
    static Jwt read(String token, String key) {
        String[] parts = token.split("\\.", -1);
        byte[] expected = hmac(key, parts[0] + "." + parts[1]);
        boolean valid = parts.length == 3 && MessageDigest.isEqual(expected, decode(parts[2]));
        return new Jwt(members(decode(parts[0])), members(decode(parts[1])), valid);
    }

    private static byte[] decode(String part) {
        return Base64.getUrlDecoder().decode(part);
    }

    private static byte[] hmac(String key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, Object> members(byte[] json) {
        Map<String, Object> members = new LinkedHashMap<>();
        try (JsonParser in =
                new JsonFactory().createParser(ObjectReadContext.empty(), new String(json, StandardCharsets.UTF_8))) {
            in.nextToken();
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = in.currentName();
                in.nextToken();
                members.put(name, value(in));
            }
        }
        return members;
    }

    private static Object value(JsonParser in) {
        if (in.currentToken() == JsonToken.START_ARRAY) {
            List<String> values = new ArrayList<>();
            while (in.nextToken() == JsonToken.VALUE_STRING) {
                values.add(in.getString());
            }
            return values;
        }
        return in.currentToken() == JsonToken.VALUE_NUMBER_INT ? in.getLongValue() : in.getString();
    }
}
