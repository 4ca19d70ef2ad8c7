package dev.groundwave.launcher;

import dev.groundwave.launcher.settings.ChosenSettings;
import dev.groundwave.launcher.settings.SettingsException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says whether the service would start with these settings, and which would count. */
@Command(name = "check-settings", description = "Checks the settings and prints what would count, and why.")
final class CheckSettingsCommand implements Callable<Integer> {
    @Mixin
    SettingsOptions options = new SettingsOptions();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws SettingsException {
        ChosenSettings settings = options.load(System.getenv());
        settings.forServer();
        settings.lines().forEach(spec.commandLine().getOut()::println);
        spec.commandLine().getOut().println("The settings are valid.");
        return 0;
    }
}
