package dev.groundwave.launcher;

import dev.groundwave.launcher.settings.SettingsException;
import dev.groundwave.server.settings.ServerSettings;
import dev.groundwave.service.RetryPolicy;
import dev.groundwave.service.WebPubSubService;
import dev.groundwave.wire.token.ConnectionString;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options of every command that talks to a running service. Picocli fills the fields.
 *
 * <p>Without a connection string the service is the one that {@code serve} runs with the same settings.
 */
final class ServiceOptions {
    /** Keeps the key out of the list of processes, unlike the option. */
    static final String VARIABLE = "GROUNDWAVE_CONNECTION_STRING";

    @Option(names = "--hub", paramLabel = "HUB", required = true, description = "The hub.")
    String hub = "";

    @Option(
            names = "--connection-string",
            paramLabel = "TEXT",
            description = "Another service than the one of the settings; also from $" + VARIABLE + ".")
    Optional<String> connectionString = Optional.empty();

    @Mixin
    SettingsOptions settings = new SettingsOptions();

    WebPubSubService service(Map<String, String> environment) throws SettingsException, CommandException {
        Optional<String> given = connectionString.or(() -> Optional.ofNullable(environment.get(VARIABLE)));
        try {
            String address =
                    given.isPresent() ? given.get() : ownAddress(environment).print();
            // Whoever types a command would rather see a failure than wait for repeats.
            return WebPubSubService.builder()
                    .connectionString(address)
                    .hub(hub)
                    .retryPolicy(RetryPolicy.none())
                    .build();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new CommandException(String.valueOf(e.getMessage()));
        }
    }

    private ConnectionString ownAddress(Map<String, String> environment) throws SettingsException {
        ServerSettings own = settings.load(environment).forServer();
        return ServiceAddress.of(own, own.listener().port());
    }
}
