/**
 * Connection strings, access keys and the tokens signed with them.
 *
 * <p>Map: {@link dev.groundwave.wire.token.ConnectionString} says where and with which key,
 * {@link dev.groundwave.wire.token.AccessToken} holds the claims, {@link dev.groundwave.wire.token.TokenSigner} signs
 * them. Signing only: checking a token is the server's business.
 */
@NullMarked
package dev.groundwave.wire.token;

import org.jspecify.annotations.NullMarked;
