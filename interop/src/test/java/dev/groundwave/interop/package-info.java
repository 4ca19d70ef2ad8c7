/**
 * Groundwave from outside: the launcher as a process, and official SDKs as they come from their registries.
 *
 * <p>Processes: {@link dev.groundwave.interop.ServiceProcess}, {@link dev.groundwave.interop.Scripts}. Scenarios in other
 * languages: the folders {@code node} and {@code python} beside this one. The arrows of the house: {@code
 * ModuleDirectionTest}.
 */
@NullMarked
package dev.groundwave.interop;

import org.jspecify.annotations.NullMarked;
