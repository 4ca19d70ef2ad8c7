/**
 * Connection strings, access keys and the tokens signed with them.
 *
 * <p>Signing only: checking a token is the server's business.
 */
@NullMarked
package dev.groundwave.wire.token;

import org.jspecify.annotations.NullMarked;
