/**
 * What an HTTP caller sees, rule by rule of rest-api.md; the nested groups are named after its sections.
 *
 * <p>Map: addressing and versions (1, 2), authentication (3), common HTTP rules (4), the operations (5), error bodies
 * (8).
 */
@NullMarked
package dev.groundwave.server.blackbox.rest;

import org.jspecify.annotations.NullMarked;
