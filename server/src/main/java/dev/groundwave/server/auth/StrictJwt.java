package dev.groundwave.server.auth;

import com.nimbusds.jose.JOSEObject;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;

/** Reads signed tokens of strangers. */
final class StrictJwt {
    private StrictJwt() {}

    /**
     * The token, not checked in any way.
     *
     * @throws ParseException when it is malformed; a header that is JSON but no object, too, which the library itself
     *     would answer with a fault
     */
    static SignedJWT parse(String token) throws ParseException {
        if (!JOSEObject.split(token)[0].decodeToString().strip().startsWith("{")) {
            throw new ParseException("the header is not an object", 0);
        }
        return SignedJWT.parse(token);
    }
}
