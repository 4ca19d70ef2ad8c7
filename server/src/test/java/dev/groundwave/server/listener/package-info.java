/** Tests of event listeners without a broker. */
@NullMarked
package dev.groundwave.server.listener;

import org.jspecify.annotations.NullMarked;
