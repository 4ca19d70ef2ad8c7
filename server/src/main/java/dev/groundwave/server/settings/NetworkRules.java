package dev.groundwave.server.settings;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who may ask for what, by address.
 *
 * <p>Immutable. Traffic of a private network is judged by that network's rules; all other traffic is public, and the
 * address rules and the rules of the public network must both let it pass. Source: events-and-operations.md, section 4.6
 * (our choice: blocks of addresses in place of private endpoints).
 *
 * @param allowedByDefault what counts where no rule matches
 * @param privateNetworks the first one that holds the caller's address counts
 * @param addressRules of public traffic; the first one that matches counts, none at all let everybody pass
 */
public record NetworkRules(
        boolean allowedByDefault,
        TypeRules publicNetwork,
        List<PrivateNetwork> privateNetworks,
        List<AddressRule> addressRules) {
    /** Everybody may do everything. */
    public static final NetworkRules OPEN =
            new NetworkRules(true, new TypeRules(Set.of(), Set.of()), List.of(), List.of());

    private static final int MOST_ADDRESS_RULES = 30;

    /** What is allowed and denied by its kind; what is denied is denied, even when it is allowed as well. */
    public record TypeRules(Set<RequestType> allow, Set<RequestType> deny) {
        /** Copies the sets. */
        public TypeRules {
            allow = Set.copyOf(allow);
            deny = Set.copyOf(deny);
        }

        private boolean admit(RequestType type, boolean otherwise) {
            return !deny.contains(type) && (allow.contains(type) || otherwise);
        }
    }

    /** A network with rules of its own. */
    public record PrivateNetwork(String name, List<Cidr> addresses, TypeRules types) {
        /** Copies the list. */
        public PrivateNetwork {
            addresses = List.copyOf(addresses);
        }

        private boolean contains(InetAddress address) {
            return addresses.stream().anyMatch(block -> block.contains(address));
        }
    }

    /** Lets a block of public addresses pass or not. */
    public record AddressRule(Cidr block, boolean allowed) {}

    /** Copies the lists and checks their size. */
    public NetworkRules {
        privateNetworks = List.copyOf(privateNetworks);
        addressRules = List.copyOf(addressRules);
        if (addressRules.size() > MOST_ADDRESS_RULES) {
            throw new IllegalArgumentException(
                    "networkACLs.ipRules has " + addressRules.size() + " rules, allowed are " + MOST_ADDRESS_RULES);
        }
    }

    /** Whether a caller may ask for something; one whose address is not known is of no network and matches no rule. */
    public boolean admit(RequestType type, Optional<InetAddress> address) {
        for (PrivateNetwork network : privateNetworks) {
            if (address.filter(network::contains).isPresent()) {
                return network.types().admit(type, allowedByDefault);
            }
        }
        return admitAddress(address) && publicNetwork.admit(type, allowedByDefault);
    }

    private boolean admitAddress(Optional<InetAddress> address) {
        for (AddressRule rule : addressRules) {
            if (address.filter(rule.block()::contains).isPresent()) {
                return rule.allowed();
            }
        }
        return addressRules.isEmpty() || allowedByDefault;
    }
}
