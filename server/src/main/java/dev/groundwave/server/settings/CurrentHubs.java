package dev.groundwave.server.settings;

import dev.groundwave.wire.HubName;
import java.util.Map;

/** The settings of all hubs as they are now. Safe for all threads. */
public final class CurrentHubs {
    private volatile Map<HubName, HubSettings> byName;

    /** With these settings; a hub that is absent has the default ones. */
    public CurrentHubs(Map<HubName, HubSettings> byName) {
        this.byName = Map.copyOf(byName);
    }

    /** The settings of a hub, configured or not. */
    public HubSettings of(HubName name) {
        return byName.getOrDefault(name, HubSettings.DEFAULTS);
    }

    /** Other settings count from now on. */
    public void replace(Map<HubName, HubSettings> changed) {
        byName = Map.copyOf(changed);
    }
}
