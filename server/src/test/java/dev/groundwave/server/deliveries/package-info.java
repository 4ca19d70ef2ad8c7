/** Tests of what is remembered of events. */
@NullMarked
package dev.groundwave.server.deliveries;

import org.jspecify.annotations.NullMarked;
