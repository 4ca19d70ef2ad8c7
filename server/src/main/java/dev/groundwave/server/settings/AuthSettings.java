package dev.groundwave.server.settings;

import java.util.List;

/**
 * Which kinds of tokens count besides those of clients.
 *
 * @param localAuthDisabled whether REST calls with access-key tokens are refused
 * @param aadAuthDisabled whether tokens of the issuers are refused
 * @param issuers whose tokens count on REST calls
 */
public record AuthSettings(boolean localAuthDisabled, boolean aadAuthDisabled, List<IssuerSettings> issuers) {
    /** Access keys only. */
    public static final AuthSettings DEFAULTS = new AuthSettings(false, false, List.of());

    /** Copies the list. */
    public AuthSettings {
        issuers = List.copyOf(issuers);
    }
}
