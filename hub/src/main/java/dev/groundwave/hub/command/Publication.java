package dev.groundwave.hub.command;

import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.StreamInfo;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A message on its way to a target.
 *
 * @param fromUserId the publishing client's user; empty for the application and for clients without a user
 * @param excluded ids of connections that get no copy
 * @param filter which others get one; a client's own publication leaves nobody out in this way
 * @param ttlSeconds how long a copy may wait before it is worthless; 0 = for ever
 * @param stream present for a fragment of a stream, whose target is a group
 */
public record Publication(
        Target target,
        Payload data,
        Map<String, String> metadata,
        Optional<String> fromUserId,
        Set<String> excluded,
        AudienceFilter filter,
        int ttlSeconds,
        Optional<StreamInfo> stream) {
    /**
     * What its receivers are told. Only a message for a group comes {@code from} a group. Source: client-protocol.md,
     * section 6.3.
     */
    public ServiceMessage message() {
        return switch (target) {
            case Target.Group(String name) ->
                new ServiceMessage.GroupData(name, fromUserId, data, metadata, stream, OptionalLong.empty());
            case Target.All _, Target.User _, Target.OneConnection _ ->
                new ServiceMessage.ServerData(data, metadata, OptionalLong.empty());
        };
    }
}
