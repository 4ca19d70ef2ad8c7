package dev.groundwave.launcher.settings;

import dev.groundwave.server.settings.AuthSettings;
import dev.groundwave.server.settings.IssuerSettings;
import dev.groundwave.server.settings.IssuerSettings.Keys;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What was chosen for the ways to be authenticated. */
record IssuersChoice(ChosenSettings chosen) {
    AuthSettings settings() throws SettingsException {
        List<IssuerSettings> issuers = new ArrayList<>();
        for (int item = 1; item <= chosen.items(AuthKey.ISSUER); item++) {
            List<String> audiences = chosen.all(AuthKey.ISSUER_AUDIENCES, item);
            issuers.add(new IssuerSettings(
                    chosen.required(AuthKey.ISSUER, item),
                    keys(item),
                    audiences.isEmpty() ? List.of(IssuerSettings.DEFAULT_AUDIENCE) : audiences,
                    chosen.one(AuthKey.ISSUER_ROLE_CLAIM, item).orElse(IssuerSettings.DEFAULT_ROLE_CLAIM),
                    Set.copyOf(chosen.all(AuthKey.ISSUER_OWNER_ROLES, item)),
                    Set.copyOf(chosen.all(AuthKey.ISSUER_READER_ROLES, item))));
        }
        return new AuthSettings(
                chosen.flag(AuthKey.DISABLE_LOCAL_AUTH), chosen.flag(AuthKey.DISABLE_AAD_AUTH), issuers);
    }

    private Keys keys(int item) throws SettingsException {
        Optional<String> place = chosen.one(AuthKey.ISSUER_JWKS, item);
        if (place.isEmpty()) {
            return new Keys.Discovered();
        }
        return ValueType.UrlOrFile.isUrl(place.get())
                ? new Keys.Remote(URI.create(place.get()))
                : new Keys.Given(TextFile.read("issuers[" + item + "].jwks", Path.of(place.get())));
    }
}
