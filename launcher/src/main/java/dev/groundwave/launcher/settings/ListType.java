package dev.groundwave.launcher.settings;

import dev.groundwave.server.settings.AccessKeys;
import dev.groundwave.server.settings.GroupFilter;
import dev.groundwave.server.settings.RequestType;
import dev.groundwave.wire.token.ConnectionString;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A list whose values are checked one by one; between commas where there is only one text for all.
 *
 * @param check what is wrong with one of the values, as {@link ValueType#complaint} tells it
 */
record ListType(String description, Function<String, Optional<String>> check) implements ValueType {
    private static final Pattern ORIGIN = Pattern.compile("https?://[^/?#\\s@]+", Pattern.CASE_INSENSITIVE);

    @Override
    public Optional<String> complaint(String value) {
        return check.apply(value);
    }

    @Override
    public boolean isList() {
        return true;
    }

    private static ListType of(String description, Predicate<String> accepted, String rule) {
        return new ListType(
                description,
                value -> accepted.test(value) ? Optional.empty() : Optional.of("has '" + value + "', " + rule));
    }

    /** Any of a few words. */
    static ListType words(List<String> words) {
        String all = String.join(", ", words);
        return of("list of " + all, words::contains, "which is none of " + all);
    }

    /** Events of the service, in any letter case. */
    static ListType eventWords(List<String> words) {
        String all = String.join(", ", words);
        return of(
                "list of " + all, value -> words.stream().anyMatch(value::equalsIgnoreCase), "which is none of " + all);
    }

    /** Kinds of requests. */
    static ListType requestTypes() {
        String all = String.join(", ", RequestType.names());
        return of("list of " + all, value -> RequestType.of(value).isPresent(), "not one of " + all);
    }

    /** Origins of web pages. */
    static ListType origins() {
        return of(
                "list of origins",
                value -> value.equals("*") || ORIGIN.matcher(value).matches(),
                "which is not an origin such as https://app.example:8443");
    }

    /** Addresses of a service. */
    static ListType endpoints() {
        return of(
                "list of http or https addresses",
                ListType::isEndpoint,
                "which is not an http or https address with a host and without user, query and fragment");
    }

    private static boolean isEndpoint(String value) {
        try {
            var _ = new ConnectionString(new URI(value), AccessKeys.PUBLIC_KEY);
            return true;
        } catch (URISyntaxException | IllegalArgumentException e) {
            return false;
        }
    }

    /** Several texts. */
    static ListType texts() {
        return new ListType(
                "list of texts", value -> value.isBlank() ? Optional.of("has a blank value") : Optional.empty());
    }

    /** Several numbers in decimal digits. */
    static ListType wholeNumbers() {
        return new ListType("list of whole numbers from 0", new ValueType.WholeNumber(0, Integer.MAX_VALUE)::complaint);
    }

    /** Blocks of addresses. */
    static ListType addressBlocks() {
        return new ListType("list of address blocks", new ValueType.AddressBlock()::complaint);
    }

    /** Names of groups, with stars in them or without. */
    static ListType groupFilters() {
        return new ListType("list of group names with `*` for any characters", ListType::complaintOfFilter);
    }

    private static Optional<String> complaintOfFilter(String value) {
        try {
            var _ = new GroupFilter(value);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("has '" + value + "', which cannot be used: " + e.getMessage());
        }
    }
}
