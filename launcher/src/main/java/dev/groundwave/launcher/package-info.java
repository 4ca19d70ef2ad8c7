/**
 * Groundwave's command line, and the one place that puts the parts together.
 *
 * <p>Map: {@link dev.groundwave.launcher.Main} names the commands and turns failures into one line and an exit code; each
 * command is a class of its own; {@code settings} reads what an operator writes. Nothing else in the project reads the
 * environment or writes to standard output.
 */
@NullMarked
package dev.groundwave.launcher;

import org.jspecify.annotations.NullMarked;
