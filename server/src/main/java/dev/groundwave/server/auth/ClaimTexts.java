package dev.groundwave.server.auth;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A token's claims as applications get them: each one an array of strings; claims without a value are left out.
 *
 * <p>Source: client-protocol.md, section 2, and events-and-operations.md, section 1.9.
 */
final class ClaimTexts {
    private ClaimTexts() {}

    static Map<String, List<String>> of(JWTClaimsSet claims) {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        claims.getClaims().forEach((name, value) -> {
            if (value instanceof List<?> values) {
                List<String> all = new ArrayList<>(values.size());
                values.forEach(each -> add(all, each));
                texts.put(name, all);
            } else if (value != null) {
                texts.put(name, List.of(text(value)));
            }
        });
        return texts;
    }

    private static void add(List<String> all, @Nullable Object value) {
        if (value != null) {
            all.add(text(value));
        }
    }

    private static String text(Object value) {
        if (value instanceof Date date) {
            return String.valueOf(date.toInstant().getEpochSecond());
        }
        if (value instanceof Double || value instanceof Float) {
            return new BigDecimal(value.toString()).toPlainString();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> members = new LinkedHashMap<>();
            map.forEach((name, member) -> members.put(String.valueOf(name), member));
            return JSONObjectUtils.toJSONString(members);
        }
        return value.toString();
    }
}
