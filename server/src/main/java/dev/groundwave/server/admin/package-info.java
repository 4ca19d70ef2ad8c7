/**
 * What the service tells those who look after it, on the management port: it knows no HTTP library.
 *
 * <p>Map: {@link dev.groundwave.server.admin.AdminApi} finds the page of a {@link dev.groundwave.server.admin.AdminRequest}
 * and who may see it; {@code DeliveriesPage} writes what became of events; the answer is an
 * {@link dev.groundwave.server.admin.AdminResponse}.
 */
@NullMarked
package dev.groundwave.server.admin;

import org.jspecify.annotations.NullMarked;
