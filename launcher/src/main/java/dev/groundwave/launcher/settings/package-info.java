/**
 * How what an operator writes becomes the server's settings.
 *
 * <p>Map: {@link dev.groundwave.launcher.settings.SettingsKey} is the table of all there is, in four parts; a file, the environment and
 * flags become lists of {@link dev.groundwave.launcher.settings.Setting}; {@link
 * dev.groundwave.launcher.settings.SettingsLoader} lays them over each other and {@link
 * dev.groundwave.launcher.settings.ChosenSettings} makes the server's records of them.
 */
@NullMarked
package dev.groundwave.launcher.settings;

import org.jspecify.annotations.NullMarked;
