package dev.groundwave.launcher.settings;

import dev.groundwave.server.settings.AccessKeys;
import dev.groundwave.server.settings.HubSettings;
import dev.groundwave.server.settings.LimitSettings;
import dev.groundwave.server.settings.ListenerSettings;
import dev.groundwave.server.settings.ReliableSettings;
import dev.groundwave.server.settings.ServerSettings;
import dev.groundwave.server.settings.TlsSettings;
import dev.groundwave.server.settings.UpstreamSettings;
import dev.groundwave.wire.Feature;
import dev.groundwave.wire.HubName;
import dev.groundwave.wire.token.AccessKey;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The setting that counts for every key, and where it was made. Immutable. */
public final class ChosenSettings {
    private final Map<Setting.Place, Setting> settings = new LinkedHashMap<>();

    /** A later setting of the same key counts. */
    ChosenSettings(List<Setting> inOrder) {
        inOrder.forEach(setting -> settings.put(setting.place(), setting));
    }

    /**
     * As the server takes them.
     *
     * @throws SettingsException when values that are right on their own do not go together
     */
    public ServerSettings forServer() throws SettingsException {
        try {
            return new ServerSettings(
                    new ListenerSettings(text(EdgeKey.HOST), number(EdgeKey.PORT), tls()),
                    new AccessKeys(
                            new AccessKey(text(AuthKey.PRIMARY_KEY)),
                            chosen(AuthKey.SECONDARY_KEY, Optional.empty()).map(AccessKey::new)),
                    endpoints(),
                    flag(EdgeKey.ANY_HOST),
                    Duration.ofSeconds(number(ServiceKey.DRAIN_SECONDS)),
                    reliable(),
                    limits(),
                    upstream(),
                    features(),
                    hubs(),
                    new EdgeChoice(this).settings(),
                    new IssuersChoice(this).settings());
        } catch (IllegalArgumentException e) {
            throw new SettingsException(String.valueOf(e.getMessage()));
        }
    }

    /** One line for every key, {@code key = value (where from)}; a secret that is not public shows as {@code ***}. */
    public List<String> lines() {
        Map<Setting.Place, Setting> all = new LinkedHashMap<>();
        for (SettingsKey key : SettingsKey.all()) {
            if (!key.isOfHub() && !key.isOfItem()) {
                Setting byDefault = new Setting(key, Optional.empty(), 0, List.of(key.defaultText()), "default");
                all.put(byDefault.place(), byDefault);
            }
        }
        all.putAll(settings);
        return all.values().stream().map(ChosenSettings::line).toList();
    }

    private static String line(Setting setting) {
        String value = String.join(", ", setting.values());
        boolean open = value.isEmpty() || value.equals(AccessKeys.PUBLIC_KEY.reveal());
        String shown = open
                ? value
                : setting.values().stream().map(setting.key().type()::shown).collect(Collectors.joining(", "));
        return setting.path() + " = " + shown + " (" + setting.where() + ")";
    }

    /** The files that are part of the settings; what stands in them may change while the service runs. */
    public List<Path> files() {
        return settings.values().stream()
                .filter(setting -> setting.key().type() instanceof ValueType.FilePath
                        || setting.key().type() instanceof ValueType.UrlOrFile)
                .flatMap(setting -> setting.values().stream())
                .filter(value -> !ValueType.UrlOrFile.isUrl(value))
                .map(Path::of)
                .toList();
    }

    private Optional<TlsSettings> tls() throws SettingsException {
        Optional<String> certificate = chosen(EdgeKey.TLS_CERTIFICATE, Optional.empty());
        Optional<String> key = chosen(EdgeKey.TLS_PRIVATE_KEY, Optional.empty());
        if (certificate.isPresent() != key.isPresent()) {
            throw new SettingsException("tls.certificate and tls.privateKey go together; one of them is missing");
        }
        if (certificate.isEmpty() || key.isEmpty()) {
            if (flag(EdgeKey.TLS_CLIENT_CERT)) {
                throw new SettingsException("tls.clientCertEnabled needs tls.certificate and tls.privateKey");
            }
            return Optional.empty();
        }
        return Optional.of(TlsSettings.ofPem(
                TextFile.read("tls.certificate", Path.of(certificate.get())),
                TextFile.read("tls.privateKey", Path.of(key.get())),
                flag(EdgeKey.TLS_CLIENT_CERT)));
    }

    /** How many items a list has, given one of its keys. */
    int items(SettingsKey key) {
        return items(key, Optional.empty());
    }

    /** The same for a list of a hub. */
    int items(SettingsKey key, Optional<HubName> hub) {
        String list = key.path().substring(0, key.path().indexOf(SettingsKey.ITEM) + SettingsKey.ITEM.length());
        return settings.keySet().stream()
                .filter(place -> place.hub().equals(hub) && place.key().path().startsWith(list))
                .mapToInt(Setting.Place::item)
                .max()
                .orElse(0);
    }

    /** All values of a list outside hubs; {@code item} as in {@link Setting}. */
    List<String> all(SettingsKey key, int item) {
        return all(key, Optional.empty(), item);
    }

    /** The same for a list of a hub. */
    List<String> all(SettingsKey key, Optional<HubName> hub, int item) {
        Setting setting = settings.get(new Setting.Place(key, hub, item));
        return setting == null ? List.of() : setting.values();
    }

    /** The value of one key of an item. */
    Optional<String> one(SettingsKey key, int item) {
        return all(key, item).stream().findFirst();
    }

    /** The value of one key of an item that must have it. */
    String required(SettingsKey key, int item) throws SettingsException {
        return one(key, item)
                .orElseThrow(() ->
                        new SettingsException(KnownNames.shown(key.path(), Optional.empty(), item) + " is missing"));
    }

    boolean flag(SettingsKey key) {
        return Boolean.parseBoolean(text(key));
    }

    private ReliableSettings reliable() {
        return new ReliableSettings(
                Duration.ofSeconds(number(ServiceKey.RETENTION_SECONDS)),
                number(ServiceKey.BUFFER_MESSAGES),
                number(ServiceKey.BUFFER_BYTES));
    }

    private UpstreamSettings upstream() throws SettingsException {
        Setting delays = settings.get(new Setting.Place(ServiceKey.UPSTREAM_RETRY_DELAYS, Optional.empty()));
        return new UpstreamSettings(
                Duration.ofSeconds(number(ServiceKey.UPSTREAM_TIMEOUT)),
                delays == null
                        ? UpstreamSettings.DEFAULTS.retryDelays()
                        : delays.values().stream()
                                .map(seconds -> Duration.ofSeconds(Integer.parseInt(seconds)))
                                .toList(),
                number(ServiceKey.UPSTREAM_WAITING),
                trustedCertificates());
    }

    private List<X509Certificate> trustedCertificates() throws SettingsException {
        Optional<String> file = chosen(ServiceKey.UPSTREAM_TRUST, Optional.empty());
        return file.isEmpty()
                ? List.of()
                : UpstreamSettings.trusted(TextFile.read(ServiceKey.UPSTREAM_TRUST.path(), Path.of(file.get())));
    }

    private LimitSettings limits() {
        return new LimitSettings(
                number(ServiceKey.MAX_CONNECTIONS),
                number(ServiceKey.REQUEST_LINE_BYTES),
                number(ServiceKey.REST_BODY_BYTES),
                number(ServiceKey.OUTBOUND_MESSAGES),
                number(ServiceKey.OUTBOUND_BYTES));
    }

    private List<URI> endpoints() {
        return all(EdgeKey.PUBLIC_ENDPOINTS, 0).stream().map(URI::create).toList();
    }

    private Set<Feature> features() {
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        all(ServiceKey.DISABLED_FEATURES, 0).forEach(name -> features.add(ServiceKey.FEATURES.get(name)));
        return features;
    }

    private Map<HubName, HubSettings> hubs() {
        Map<HubName, HubSettings> hubs = new LinkedHashMap<>();
        for (Setting.Place place : settings.keySet()) {
            place.hub().ifPresent(name -> hubs.computeIfAbsent(name, this::hub));
        }
        return hubs;
    }

    private HubSettings hub(HubName name) {
        Optional<HubName> hub = Optional.of(name);
        String policy =
                chosen(HubKey.ANONYMOUS_CONNECT_POLICY, hub).orElse(HubKey.ANONYMOUS_CONNECT_POLICY.defaultText());
        String interval = chosen(HubKey.KEEP_ALIVE_INTERVAL, hub).orElse(HubKey.KEEP_ALIVE_INTERVAL.defaultText());
        return new HubSettings(
                policy.equals("allow"),
                Duration.ofSeconds(Integer.parseInt(interval)),
                new EventsChoice(this, name).settings());
    }

    private int number(SettingsKey key) {
        return Integer.parseInt(text(key));
    }

    String text(SettingsKey key) {
        return chosen(key, Optional.empty()).orElse(key.defaultText());
    }

    private Optional<String> chosen(SettingsKey key, Optional<HubName> hub) {
        return Optional.ofNullable(settings.get(new Setting.Place(key, hub)))
                .map(setting -> setting.values().getFirst());
    }
}
