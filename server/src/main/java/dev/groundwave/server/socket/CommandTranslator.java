package dev.groundwave.server.socket;

import dev.groundwave.hub.Connection;
import dev.groundwave.hub.command.AudienceFilter;
import dev.groundwave.hub.command.HubCommand;
import dev.groundwave.hub.command.Publication;
import dev.groundwave.hub.command.Target;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.Payload;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** From what a client sends to what the hub carries out. */
final class CommandTranslator {
    private CommandTranslator() {}

    static HubCommand publish(Connection from, ClientMessage.SendToGroup send) {
        Publication publication = new Publication(
                new Target.Group(send.group()),
                send.data(),
                send.metadata(),
                from.userId(),
                excluded(from, send.noEcho()),
                AudienceFilter.EVERYONE,
                send.ttlSeconds(),
                Optional.empty());
        return new HubCommand.Publish(publication);
    }

    static HubCommand publish(Connection from, String group, Payload data, boolean noEcho) {
        return new HubCommand.Publish(new Publication(
                new Target.Group(group),
                data,
                Map.of(),
                from.userId(),
                excluded(from, noEcho),
                AudienceFilter.EVERYONE,
                0,
                Optional.empty()));
    }

    private static Set<String> excluded(Connection from, boolean noEcho) {
        return noEcho ? from.onlySelf() : Set.of();
    }
}
