package dev.groundwave.server.settings;

import java.util.Optional;

/** How the headers of a listener's records are named. Source: events-and-operations.md, section 2.2. */
public enum HeaderStyle {
    /** As CloudEvents' binding for Kafka has it. */
    KAFKA("kafka", "ce_"),
    /** As the hosted service names its application properties, for consumers written against Event Hubs. */
    AZURE("azure", "cloudEvents:");

    private final String word;
    private final String prefix;

    HeaderStyle(String word, String prefix) {
        this.word = word;
        this.prefix = prefix;
    }

    /** What the settings call it. */
    public String word() {
        return word;
    }

    /** What stands before the name of every attribute. */
    public String prefix() {
        return prefix;
    }

    /** The style that the settings call so. */
    public static Optional<HeaderStyle> parse(String word) {
        for (HeaderStyle style : values()) {
            if (style.word.equals(word)) {
                return Optional.of(style);
            }
        }
        return Optional.empty();
    }
}
