/**
 * Who is asking: access-key tokens of clients and of the REST API.
 *
 * <p>Map: {@link dev.groundwave.server.auth.TokenGate} turns a token into a {@link dev.groundwave.server.auth.Verdict};
 * {@link dev.groundwave.server.auth.Caller} is who passed.
 */
@NullMarked
package dev.groundwave.server.auth;

import org.jspecify.annotations.NullMarked;
