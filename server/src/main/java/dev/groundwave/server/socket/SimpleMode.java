package dev.groundwave.server.socket;

import dev.groundwave.wire.GroupName;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the frames of a simple client are.
 *
 * <p>Source: client-protocol.md, sections 1.2 and 5.1.
 */
public sealed interface SimpleMode {
    /** Each frame is an event named {@code message}. */
    record SendEvent() implements SimpleMode {}

    /** Each frame is published to the group. */
    record SendToGroup(String group, boolean noEcho) implements SimpleMode {}

    /**
     * The mode that the query asks for; empty when it asks for nonsense.
     *
     * @param query decoded parameters; of a repeated one the last value counts
     */
    static Optional<SimpleMode> parse(Map<String, List<String>> query) {
        Optional<Boolean> noEcho = switch (last(query, "noEcho").toLowerCase(Locale.ROOT)) {
            case "", "false" -> Optional.of(false);
            case "true" -> Optional.of(true);
            default -> Optional.empty();
        };
        String group = last(query, "group");
        return switch (last(query, "webpubsub_mode").toLowerCase(Locale.ROOT)) {
            case "", "sendevent" -> Optional.of(new SendEvent());
            case "sendtogroup" ->
                noEcho.filter(_ -> GroupName.isValid(group)).map(echo -> new SendToGroup(group, echo));
            default -> Optional.empty();
        };
    }

    private static String last(Map<String, List<String>> query, String name) {
        List<String> values = query.getOrDefault(name, List.of(""));
        return values.getLast();
    }
}
