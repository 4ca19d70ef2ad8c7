/** Tests of what the service tells those who look after it. */
@NullMarked
package dev.groundwave.server.admin;

import org.jspecify.annotations.NullMarked;
