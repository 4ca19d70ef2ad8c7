package dev.groundwave.launcher.settings;

import dev.groundwave.server.settings.HubEventSettings;
import dev.groundwave.server.settings.HubSettings;
import dev.groundwave.server.settings.PresenceEvent;
import dev.groundwave.server.settings.SystemEvent;
import java.util.List;

/** What every hub has of its own. */
enum HubKey implements SettingsKey {
    /** Whether a hub lets clients without a token in. */
    ANONYMOUS_CONNECT_POLICY(
            "hubs.<name>.anonymousConnectPolicy",
            new ValueType.Choice(List.of("allow", "deny")),
            "",
            HubSettings.DEFAULTS.anonymousAllowed() ? "allow" : "deny",
            "Whether clients may connect to the hub without a token."),
    /** A hub's pings. */
    KEEP_ALIVE_INTERVAL(
            "hubs.<name>.webSocketKeepAliveIntervalInSeconds",
            new ValueType.WholeNumber(1, 120),
            "seconds",
            String.valueOf(HubSettings.DEFAULTS.keepAliveInterval().toSeconds()),
            "Time between the service's WebSocket pings."),
    /** Whether a failed event ends its connection. */
    CLOSE_ON_FAILURE(
            "hubs.<name>.closeOnUserEventFailure",
            ValueType.Choice.ofFlag(),
            "",
            String.valueOf(HubEventSettings.NONE.closeOnUserEventFailure()),
            "Whether a client whose event failed is closed behind the error."),
    /** Where events go. */
    HANDLER_URL(
            "hubs.<name>.eventHandlers[].urlTemplate",
            new ValueType.Template(),
            "",
            "",
            "Where an event handler listens, or `tunnel:///path` at the other end of the hub's tunnels; `{hub}` and"
                    + " `{event}` in path or query stand for their values. Of the handlers of a hub the first one that"
                    + " wants an event gets it."),
    /** What goes there. */
    HANDLER_USER_EVENTS(
            "hubs.<name>.eventHandlers[].userEventPattern",
            new ValueType.EventNames(),
            "",
            "",
            "User events that the handler wants: `*`, or names with commas between them; none when absent."),
    /** What goes there. */
    HANDLER_SYSTEM_EVENTS(
            "hubs.<name>.eventHandlers[].systemEvents",
            ListType.eventWords(SystemEvent.words()),
            "",
            "",
            "System events that the handler wants; none when absent."),
    /** What goes there. */
    HANDLER_PRESENCE_EVENTS(
            "hubs.<name>.eventHandlers[].groupPresenceEvents.eventNames",
            ListType.eventWords(PresenceEvent.words()),
            "",
            "",
            "Changes of groups that the handler wants to hear of; none when absent."),
    /** What goes there. */
    HANDLER_GROUP_FILTERS(
            "hubs.<name>.eventHandlers[].groupPresenceEvents.groupFilters",
            ListType.groupFilters(),
            "",
            "",
            "The groups of which it wants to hear, in their letter case; a `*` at any place stands for any run of"
                    + " characters, also for none. All groups when absent or empty."),
    /** Whether consent counts. */
    HANDLER_SKIP_VALIDATION(
            "hubs.<name>.eventHandlers[].skipValidation",
            ValueType.Choice.ofFlag(),
            "",
            "false",
            "Whether events go out although the handler was not asked for its consent; for closed networks."),
    /** Who we are. */
    HANDLER_AUTH_TYPE(
            "hubs.<name>.eventHandlers[].auth.type",
            new ValueType.Choice(List.of("None", "Header", "ClientCredentials")),
            "",
            "None",
            "How the service proves who it is, besides the signature of every event."),
    /** Who we are. */
    HANDLER_AUTH_VALUE(
            "hubs.<name>.eventHandlers[].auth.value",
            new ValueType.Secret(),
            "",
            "",
            "For `Header`: the value of the `Authorization` header."),
    /** Who we are. */
    HANDLER_TOKEN_URL(
            "hubs.<name>.eventHandlers[].auth.tokenUrl",
            new ValueType.Text(),
            "",
            "",
            "For `ClientCredentials`: where OAuth 2 tokens are issued."),
    /** Who we are. */
    HANDLER_CLIENT_ID(
            "hubs.<name>.eventHandlers[].auth.clientId",
            new ValueType.Text(),
            "",
            "",
            "For `ClientCredentials`: who asks for a token."),
    /** Who we are. */
    HANDLER_CLIENT_SECRET(
            "hubs.<name>.eventHandlers[].auth.clientSecret",
            new ValueType.Secret(),
            "",
            "",
            "For `ClientCredentials`: the proof of it."),
    /** Who we are. */
    HANDLER_SCOPE(
            "hubs.<name>.eventHandlers[].auth.scope",
            new ValueType.Text(),
            "",
            "",
            "For `ClientCredentials`: what the token is for.");

    @SuppressWarnings("ImmutableEnumChecker") // Value types are records of immutable values.
    private final Row row;

    HubKey(String path, ValueType type, String unit, String defaultText, String doc) {
        this.row = new Row(path, type, unit, defaultText, doc);
    }

    @Override
    public Row row() {
        return row;
    }
}
