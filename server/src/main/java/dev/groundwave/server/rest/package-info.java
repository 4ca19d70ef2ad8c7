/**
 * The data-plane REST API, from a request's head and body to a response; it knows no HTTP library.
 *
 * <p>Map: {@link dev.groundwave.server.rest.RestApi} checks in the documented order; a {@code Route} is found by
 * {@code Router}, becomes a {@code RestOperation} in {@code OperationParser} and an answer in {@code OperationRunner}. Bodies
 * are read by {@code MessageBody} and {@code GroupChange}, pages of a list made by {@code PageRequest}; {@code RestError} has
 * every refusal.
 */
@NullMarked
package dev.groundwave.server.rest;

import org.jspecify.annotations.NullMarked;
