/**
 * What an operator may set, as immutable records that check themselves.
 *
 * <p>Map: {@link dev.groundwave.server.settings.ServerSettings} is the whole; the other records are its parts. Reading
 * files and environment is the launcher's business.
 */
@NullMarked
package dev.groundwave.server.settings;

import org.jspecify.annotations.NullMarked;
