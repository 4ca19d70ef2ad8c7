/** Black-box tests of events: a client on one side, an event handler on the other. */
@NullMarked
package dev.groundwave.server.blackbox.event;

import org.jspecify.annotations.NullMarked;
