/**
 * Acceptance vectors of our client that need a real service: client-sdk.md, section 8.
 *
 * <p>Map: {@link dev.groundwave.interop.vectors.ClientVectorsTest} in this process,
 * {@link dev.groundwave.interop.vectors.ManyClientsProcessTest} with the clients of {@link
 * dev.groundwave.interop.vectors.ManyClients} in a process of their own.
 */
@NullMarked
package dev.groundwave.interop.vectors;

import org.jspecify.annotations.NullMarked;
