package dev.groundwave.server.auth;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.ResourceRetriever;
import dev.groundwave.server.settings.IssuerSettings;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import org.jspecify.annotations.Nullable;

/**
 * An issuer's keys, found by its discovery document, which is read anew each time because it may name another place.
 *
 * <p>Blocks. Source: OpenID Connect Discovery 1.0, section 4.
 */
final class DiscoveredKeys implements JWKSetSource<SecurityContext> {
    private final IssuerSettings issuer;
    private final ResourceRetriever retriever;

    DiscoveredKeys(IssuerSettings issuer, ResourceRetriever retriever) {
        this.issuer = issuer;
        this.retriever = retriever;
    }

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long currentTime, @Nullable SecurityContext context)
            throws KeySourceException {
        try {
            var document = JSONObjectUtils.parse(fetch(issuer.discovery()));
            // Source: section 4.3. Whoever answers for another issuer has no say in this one's keys.
            if (!issuer.issuer().equals(JSONObjectUtils.getString(document, "issuer"))) {
                throw new JWKSetUnavailableException("the discovery document is another issuer's");
            }
            URI location = JSONObjectUtils.getURI(document, "jwks_uri");
            if (location == null || !IssuerSettings.isSafe(location)) {
                throw new JWKSetUnavailableException("the discovery document names no safe place for keys");
            }
            return JWKSet.parse(fetch(location));
        } catch (IOException e) {
            throw new JWKSetUnavailableException("the issuer's keys cannot be fetched", e);
        } catch (ParseException e) {
            throw new JWKSetUnavailableException("the issuer's keys cannot be read", e);
        }
    }

    private String fetch(URI location) throws IOException {
        return retriever.retrieveResource(location.toURL()).getContent();
    }

    @Override
    public void close() {
        // Nothing is kept open.
    }
}
