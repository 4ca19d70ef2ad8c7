package dev.groundwave.launcher.settings;

import dev.groundwave.server.settings.Cidr;
import dev.groundwave.server.settings.EdgeSettings;
import dev.groundwave.server.settings.NetworkRules;
import dev.groundwave.server.settings.NetworkRules.AddressRule;
import dev.groundwave.server.settings.NetworkRules.PrivateNetwork;
import dev.groundwave.server.settings.NetworkRules.TypeRules;
import dev.groundwave.server.settings.RequestType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What was chosen for proxies, network rules and web pages. */
record EdgeChoice(ChosenSettings chosen) {
    EdgeSettings settings() throws SettingsException {
        return new EdgeSettings(
                blocks(EdgeKey.TRUSTED_PROXIES, 0),
                chosen.one(EdgeKey.CLIENT_CERT_HEADER, 0),
                new NetworkRules(
                        chosen.text(EdgeKey.ACL_DEFAULT).equals("Allow"),
                        new TypeRules(types(EdgeKey.ACL_PUBLIC_ALLOW, 0), types(EdgeKey.ACL_PUBLIC_DENY, 0)),
                        privateNetworks(),
                        addressRules()),
                chosen.all(EdgeKey.CORS_ORIGINS, 0));
    }

    private List<PrivateNetwork> privateNetworks() throws SettingsException {
        List<PrivateNetwork> networks = new ArrayList<>();
        for (int item = 1; item <= chosen.items(EdgeKey.ACL_PRIVATE_NAME); item++) {
            chosen.required(EdgeKey.ACL_PRIVATE_ADDRESSES, item);
            networks.add(new PrivateNetwork(
                    chosen.required(EdgeKey.ACL_PRIVATE_NAME, item),
                    blocks(EdgeKey.ACL_PRIVATE_ADDRESSES, item),
                    new TypeRules(types(EdgeKey.ACL_PRIVATE_ALLOW, item), types(EdgeKey.ACL_PRIVATE_DENY, item))));
        }
        return networks;
    }

    private List<AddressRule> addressRules() throws SettingsException {
        List<AddressRule> rules = new ArrayList<>();
        for (int item = 1; item <= chosen.items(EdgeKey.ACL_RULE_VALUE); item++) {
            rules.add(new AddressRule(
                    Cidr.parse(chosen.required(EdgeKey.ACL_RULE_VALUE, item)),
                    chosen.required(EdgeKey.ACL_RULE_ACTION, item).equals("Allow")));
        }
        return rules;
    }

    private List<Cidr> blocks(SettingsKey key, int item) {
        return chosen.all(key, item).stream().map(Cidr::parse).toList();
    }

    private Set<RequestType> types(SettingsKey key, int item) {
        return chosen.all(key, item).stream()
                .flatMap(name -> RequestType.of(name).stream())
                .collect(Collectors.toSet());
    }
}
