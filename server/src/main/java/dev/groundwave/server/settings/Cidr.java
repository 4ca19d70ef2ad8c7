package dev.groundwave.server.settings;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A block of addresses. An IPv4 address that is written as IPv6 counts as IPv4.
 *
 * @param prefixBits how many bits of {@code network} count; those behind are of no interest
 */
public record Cidr(InetAddress network, int prefixBits) {
    private static final Pattern ADDRESS = Pattern.compile("(?:\\d{1,3}\\.){3}\\d{1,3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final int MAPPED_PREFIX_BITS = 96;

    /** Checks the prefix. */
    public Cidr {
        int most = network.getAddress().length * Byte.SIZE;
        if (prefixBits < 0 || prefixBits > most) {
            throw new IllegalArgumentException("the prefix of an address block has 0 to " + most + " bits");
        }
    }

    /**
     * Reads {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or one address.
     *
     * @throws IllegalArgumentException when it is neither
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        InetAddress network = address(literal)
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is not a block of addresses"));
        int bits = network.getAddress().length * Byte.SIZE;
        if (slash < 0) {
            return new Cidr(network, bits);
        }
        String prefix = text.substring(slash + 1);
        if (!prefix.matches("\\d{1,3}")) {
            throw new IllegalArgumentException("'" + text + "' is not a block of addresses");
        }
        boolean mapped = literal.indexOf(':') >= 0 && bits < MAPPED_PREFIX_BITS;
        return new Cidr(network, Integer.parseInt(prefix) - (mapped ? MAPPED_PREFIX_BITS : 0));
    }

    /** An address in digits, no name; empty for anything else. Asks nobody. */
    public static Optional<InetAddress> address(String text) {
        if (!ADDRESS.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether the address is one of the block. */
    public boolean contains(InetAddress address) {
        byte[] ours = network.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefixBits; bit += Byte.SIZE) {
            int count = Math.min(Byte.SIZE, prefixBits - bit);
            int differs = (ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & 0xFF;
            if (differs >> (Byte.SIZE - count) != 0) {
                return false;
            }
        }
        return true;
    }
}
