package dev.groundwave.launcher.settings;

import dev.groundwave.wire.HubName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads a settings file in YAML, token by token, so that every complaint names its line.
 *
 * <p>For one file and one thread. No message quotes the text of the file but names of keys and values that are no
 * secrets.
 */
final class SettingsFile {
    private static final String HUBS = "hubs";

    private final Path file;
    private final JsonParser parser;
    private final Variables variables;
    private final List<Setting> settings = new ArrayList<>();

    private SettingsFile(Path file, JsonParser parser, Variables variables) {
        this.file = file;
        this.parser = parser;
        this.variables = variables;
    }

    /** What stands in the file. */
    static List<Setting> read(Path file, Variables variables) throws SettingsException {
        YAMLFactory yaml = YAMLFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        try (JsonParser parser =
                yaml.createParser(ObjectReadContext.empty(), TextFile.read("the settings file", file))) {
            SettingsFile reader = new SettingsFile(file, parser, variables);
            reader.document();
            return reader.settings;
        } catch (JacksonException e) {
            throw new SettingsException(file + ", line " + e.getLocation().getLineNr() + ": not valid YAML: "
                    + firstLine(e.getOriginalMessage()));
        }
    }

    /** The rest of a YAML complaint shows the line with what stands there, perhaps a key. */
    private static String firstLine(@Nullable String message) {
        return message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
    }

    private void document() throws SettingsException {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_OBJECT) {
            section("", Optional.empty(), 0);
            first = parser.nextToken();
        } else if (isNothing(first)) {
            first = parser.nextToken();
        }
        if (first != null) {
            throw new SettingsException(where() + ": a settings file is one list of 'key: value' lines");
        }
    }

    /** Everything below a key; the prefix ends with a dot, or is empty at the top. */
    private void section(String prefix, Optional<HubName> hub, int item) throws SettingsException {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            String path = prefix + name;
            if (path.equals(HUBS)) {
                hubs();
            } else if (KnownNames.isSection(path)) {
                if (opensSection(KnownNames.shown(path, hub, item))) {
                    section(path + ".", hub, item);
                }
            } else if (KnownNames.isList(path)) {
                items(path, hub);
            } else {
                setting(path, hub, item);
            }
        }
    }

    /** A list whose items have keys. */
    private void items(String path, Optional<HubName> hub) throws SettingsException {
        String shown = KnownNames.shown(path, hub);
        JsonToken token = parser.nextToken();
        if (isNothing(token)) {
            return;
        }
        if (token != JsonToken.START_ARRAY) {
            throw new SettingsException(where() + ": " + shown + " is a list, with a '-' before each item");
        }
        int item = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            item++;
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw new SettingsException(
                        where() + ": " + shown + "[" + item + "] has keys below it and no value of its own");
            }
            int before = settings.size();
            section(path + SettingsKey.ITEM + ".", hub, item);
            if (settings.size() == before) {
                throw new SettingsException(where() + ": " + shown + "[" + item + "] has no keys");
            }
        }
    }

    private void hubs() throws SettingsException {
        if (!opensSection(HUBS)) {
            return;
        }
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            String path = HUBS + "." + name;
            Optional<HubName> hub = HubName.parse(name);
            if (hub.isEmpty()) {
                throw new SettingsException(where() + ": '" + name + "' cannot be a hub's name");
            }
            if (opensSection(path)) {
                section(SettingsKey.HUB_PREFIX, hub, 0);
            }
        }
    }

    /** Goes to the value of a name that has keys below it: false when there is nothing, an error when there is else. */
    private boolean opensSection(String path) throws SettingsException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.START_OBJECT) {
            return true;
        }
        if (isNothing(token)) {
            return false;
        }
        throw new SettingsException(where() + ": " + path + " has keys below it and no value of its own");
    }

    private void setting(String path, Optional<HubName> hub, int item) throws SettingsException {
        String shown = KnownNames.shown(path, hub, item);
        SettingsKey key = SettingsKey.at(path)
                .filter(known -> known.isOfHub() == hub.isPresent())
                .orElseThrow(() -> new SettingsException(where() + ": " + KnownNames.unknownPath(path, hub, item)));
        String where = where();
        Setting.Place place = new Setting.Place(key, hub, item);
        JsonToken token = parser.nextToken();
        if (key.type() instanceof ValueType.Entries) {
            settings.add(Setting.ofList(place, entries(shown), where));
        } else if (token == JsonToken.START_ARRAY) {
            List<String> values = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                values.add(scalar(shown));
            }
            settings.add(Setting.ofList(place, values, where));
        } else {
            String written = scalar(shown);
            String text = key.type().takesVariables() ? variables.fill(written, where + ": " + shown) : written;
            settings.add(Setting.ofText(place, key.type().from(file, text), where));
        }
    }

    /** Names that the operator chooses, and their values. */
    private List<String> entries(String shown) throws SettingsException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new SettingsException(where() + ": " + shown + " has 'name: value' lines below it");
        }
        List<String> entries = new ArrayList<>();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            String path = shown + "." + name;
            parser.nextToken();
            entries.add(ValueType.Entries.entry(name, variables.fill(scalar(path), where() + ": " + path)));
        }
        return entries;
    }

    private String scalar(String path) throws SettingsException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            throw new SettingsException(where() + ": " + path + " has no value");
        }
        if (token == null || !token.isScalarValue()) {
            throw new SettingsException(where() + ": " + path + " takes a value, not keys or lists below it");
        }
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            throw new SettingsException(where() + ": " + path + " is an alias; write the value itself");
        }
        return parser.getString();
    }

    /** A key with nothing behind it, or a file of comments only. */
    private boolean isNothing(@Nullable JsonToken token) {
        return token == JsonToken.VALUE_NULL
                || (token == JsonToken.VALUE_STRING && parser.getString().isEmpty());
    }

    private String where() {
        return file + ", line " + parser.currentTokenLocation().getLineNr();
    }
}
