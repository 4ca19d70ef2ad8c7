/** The management port of a started server. */
@NullMarked
package dev.groundwave.server.blackbox.admin;

import org.jspecify.annotations.NullMarked;
