package dev.groundwave.launcher;

import dev.groundwave.launcher.settings.SettingsReference;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the reference of all settings. */
@Command(name = "settings-doc", description = "Prints the reference of all settings in Markdown.")
final class SettingsDocCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(SettingsReference.markdown());
        spec.commandLine().getOut().flush();
        return 0;
    }
}
