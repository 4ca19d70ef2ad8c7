/**
 * What is wrong with event handlers, in plain words.
 *
 * <p>Map: {@link dev.groundwave.launcher.doctor.Examination} asks every handler of the settings and makes
 * {@link dev.groundwave.launcher.doctor.Finding}s of the answers in {@code ConsentFindings} and of the settings in
 * {@code SettingsFindings}; {@link dev.groundwave.launcher.doctor.RunningService} fetches the delivery log of a service;
 * {@link dev.groundwave.launcher.doctor.Page} lays all of it out for a terminal.
 */
@NullMarked
package dev.groundwave.launcher.doctor;

import org.jspecify.annotations.NullMarked;
