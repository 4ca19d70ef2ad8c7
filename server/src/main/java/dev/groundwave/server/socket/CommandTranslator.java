package dev.groundwave.server.socket;

import dev.groundwave.hub.Connection;
import dev.groundwave.hub.command.HubCommand;
import dev.groundwave.hub.command.Publication;
import dev.groundwave.hub.command.Target;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.Payload;
import java.util.Map;
import java.util.Set;

/** From what a client sends to what the hub carries out. */
final class CommandTranslator {
    private CommandTranslator() {}

    static HubCommand publish(Connection from, ClientMessage.SendToGroup send) {
        return publish(from, send.group(), send.data(), send.metadata(), send.noEcho());
    }

    static HubCommand publish(Connection from, String group, Payload data, boolean noEcho) {
        return publish(from, group, data, Map.of(), noEcho);
    }

    private static HubCommand publish(
            Connection from, String group, Payload data, Map<String, String> metadata, boolean noEcho) {
        Set<String> excluded = noEcho ? from.onlySelf() : Set.of();
        return new HubCommand.Publish(
                new Publication(new Target.Group(group), data, metadata, from.userId(), excluded));
    }
}
