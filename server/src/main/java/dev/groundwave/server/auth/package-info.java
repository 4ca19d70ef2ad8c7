/**
 * Who is asking: tokens of the access keys and of other issuers, and what the network tells of a caller.
 *
 * <p>Map: {@link dev.groundwave.server.auth.TokenGate} turns a token into a {@link dev.groundwave.server.auth.Verdict},
 * or a {@link dev.groundwave.server.auth.Decision} where a {@code TrustedIssuer}'s keys have to be fetched; {@link
 * dev.groundwave.server.auth.Caller} is who passed, {@link dev.groundwave.server.auth.Peer} where the request came from.
 * {@link dev.groundwave.server.auth.ReconnectionTokens} are the service's own.
 */
@NullMarked
package dev.groundwave.server.auth;

import org.jspecify.annotations.NullMarked;
