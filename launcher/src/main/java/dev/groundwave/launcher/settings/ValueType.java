package dev.groundwave.launcher.settings;

import dev.groundwave.server.settings.Cidr;
import dev.groundwave.server.settings.EventPattern;
import dev.groundwave.server.settings.UrlTemplate;
import dev.groundwave.wire.token.AccessKey;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the text of a setting must look like. */
interface ValueType {
    /** For the printed reference. */
    String description();

    /** What is wrong with a value, as the rest of a sentence that begins with the key; empty when nothing is. */
    Optional<String> complaint(String value);

    /** Whether there may be several values; everything else takes exactly one. */
    default boolean isList() {
        return false;
    }

    /** Whether a value may be shown. */
    default boolean isSecret() {
        return false;
    }

    /** Whether {@code ${NAME}} in a settings file stands for an environment variable, so that secrets can stay out. */
    default boolean takesVariables() {
        return false;
    }

    /** A value as it may be shown. */
    default String shown(String value) {
        return isSecret() ? "***" : value;
    }

    /** What a value means that stands in this settings file. */
    default String from(Path settingsFile, String value) {
        return value;
    }

    /** Any text that is not blank. */
    record Text() implements ValueType {
        @Override
        public String description() {
            return "text";
        }

        @Override
        public Optional<String> complaint(String value) {
            return value.isBlank() ? Optional.of("is blank") : Optional.empty();
        }
    }

    /** Where a file is; in a settings file from the folder of that file on. Whether it can be read shows when it is. */
    record FilePath() implements ValueType {
        @Override
        public String description() {
            return "file";
        }

        @Override
        public Optional<String> complaint(String value) {
            return value.isBlank() ? Optional.of("is blank") : Optional.empty();
        }

        @Override
        public String from(Path settingsFile, String value) {
            return settingsFile.resolveSibling(value).toString();
        }
    }

    /** An access key; no complaint quotes it. */
    record Key() implements ValueType {
        @Override
        public String description() {
            return "text, 32 bytes or more";
        }

        @Override
        public Optional<String> complaint(String value) {
            try {
                var _ = new AccessKey(value);
                return Optional.empty();
            } catch (IllegalArgumentException e) {
                return Optional.of("is too short: " + e.getMessage());
            }
        }

        @Override
        public boolean isSecret() {
            return true;
        }
    }

    /** Something that nobody else may know; no complaint quotes it. */
    record Secret() implements ValueType {
        @Override
        public String description() {
            return "text";
        }

        @Override
        public Optional<String> complaint(String value) {
            return value.isBlank() ? Optional.of("is blank") : Optional.empty();
        }

        @Override
        public boolean isSecret() {
            return true;
        }

        @Override
        public boolean takesVariables() {
            return true;
        }
    }

    /** Where an event handler listens; its query may hold a secret. */
    record Template() implements ValueType {
        @Override
        public String description() {
            return "http, https or tunnel address";
        }

        @Override
        public Optional<String> complaint(String value) {
            try {
                var _ = new UrlTemplate(value);
                return Optional.empty();
            } catch (IllegalArgumentException e) {
                return Optional.of("cannot be used: " + e.getMessage());
            }
        }

        @Override
        public boolean takesVariables() {
            return true;
        }

        @Override
        public String shown(String value) {
            return new UrlTemplate(value).toString();
        }
    }

    /** Which user events a handler wants. */
    record EventNames() implements ValueType {
        @Override
        public String description() {
            return "`*`, or event names with commas between them";
        }

        @Override
        public Optional<String> complaint(String value) {
            try {
                EventPattern.parse(value);
                return Optional.empty();
            } catch (IllegalArgumentException e) {
                return Optional.of("cannot be used: " + e.getMessage());
            }
        }
    }

    /** Texts under names that the operator chooses, each as {@code name=value}. Any of the values may be a secret. */
    record Entries() implements ValueType {
        /** One of them. */
        static String entry(String name, String value) {
            return name + "=" + value;
        }

        /** All of them by their names. */
        static Map<String, String> asMap(List<String> entries) {
            return entries.stream().collect(Collectors.toMap(Entries::name, Entries::value));
        }

        private static String name(String entry) {
            return entry.substring(0, entry.indexOf('='));
        }

        private static String value(String entry) {
            return entry.substring(entry.indexOf('=') + 1);
        }

        @Override
        public String description() {
            return "texts by name";
        }

        @Override
        public Optional<String> complaint(String entry) {
            return name(entry).isBlank() || value(entry).isBlank()
                    ? Optional.of("has a blank name or value")
                    : Optional.empty();
        }

        @Override
        public boolean isList() {
            return true;
        }

        @Override
        public String shown(String entry) {
            return entry(name(entry), "***");
        }
    }

    /** A number in decimal digits. */
    record WholeNumber(int least, int most) implements ValueType {
        private static final Pattern DIGITS = Pattern.compile("-?[0-9]{1,10}");

        @Override
        public String description() {
            return most == Integer.MAX_VALUE
                    ? "whole number from " + least
                    : "whole number from " + least + " to " + most;
        }

        @Override
        public Optional<String> complaint(String value) {
            boolean fits =
                    DIGITS.matcher(value).matches() && Long.parseLong(value) >= least && Long.parseLong(value) <= most;
            return fits ? Optional.empty() : Optional.of("is '" + value + "', not a " + description());
        }
    }

    /** One of a few words. */
    record Choice(List<String> words) implements ValueType {
        /** Yes or no. */
        static Choice ofFlag() {
            return new Choice(List.of("true", "false"));
        }

        @Override
        public String description() {
            return String.join(" or ", words);
        }

        @Override
        public Optional<String> complaint(String value) {
            return words.contains(value) ? Optional.empty() : Optional.of("is '" + value + "', not " + description());
        }
    }

    /** A file, or where to fetch it. */
    record UrlOrFile() implements ValueType {
        static boolean isUrl(String value) {
            return value.startsWith("https://") || value.startsWith("http://");
        }

        @Override
        public String description() {
            return "https address or file";
        }

        @Override
        public Optional<String> complaint(String value) {
            if (!isUrl(value)) {
                return value.isBlank() ? Optional.of("is blank") : Optional.empty();
            }
            try {
                return new URI(value).getHost() == null
                        ? Optional.of("is '" + value + "', not an address")
                        : Optional.empty();
            } catch (URISyntaxException e) {
                return Optional.of("is '" + value + "', not an address");
            }
        }

        @Override
        public String from(Path settingsFile, String value) {
            return isUrl(value) ? value : settingsFile.resolveSibling(value).toString();
        }
    }

    /** A block of addresses, or a single one. */
    record AddressBlock() implements ValueType {
        @Override
        public String description() {
            return "address block";
        }

        @Override
        public Optional<String> complaint(String value) {
            try {
                Cidr.parse(value);
                return Optional.empty();
            } catch (IllegalArgumentException e) {
                return Optional.of(
                        "has '" + value + "', which is not an address block such as 10.0.0.0/8 or 2001:db8::/32");
            }
        }
    }
}
