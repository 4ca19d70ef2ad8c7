package dev.groundwave.interop;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A service of each scheme for the tests of one class, as a registered extension of it: started when it is first asked for
 * and ended after the class's last test. Tests do not meet, each has a hub of its own.
 */
final class Services implements BeforeAllCallback, AfterAllCallback {
    private final Map<String, String> settings;
    /** Whose tokens open the services too; null for nobody's. */
    private final @Nullable TestIssuer issuer;

    private final Map<Scheme, ServiceProcess> running = new EnumMap<>(Scheme.class);
    /** How many of a class and the classes nested in it are under way: each of them calls back. */
    private int depth;

    private Services(Map<String, String> settings, @Nullable TestIssuer issuer) {
        this.settings = Map.copyOf(settings);
        this.issuer = issuer;
    }

    /** With the settings a service has by itself. */
    static Services plain() {
        return new Services(Map.of(), null);
    }

    /** The same with a setting in their environment. */
    Services withSetting(String variable, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(variable, value);
        return new Services(more, issuer);
    }

    /** The same, where tokens of an issuer open the REST API. */
    Services trusting(TestIssuer trusted) {
        return new Services(settings, trusted);
    }

    /** The service of a scheme. */
    ServiceProcess of(Scheme scheme) {
        return running.computeIfAbsent(scheme, this::start);
    }

    private ServiceProcess start(Scheme scheme) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(scheme.settings());
        List<String> arguments = new ArrayList<>(List.of("serve", "--port", "0"));
        if (issuer != null) {
            arguments.addAll(issuer.arguments());
        }
        return ServiceProcess.startWith(all, arguments);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        depth++;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (--depth == 0) {
            running.values().forEach(ServiceProcess::close);
            running.clear();
        }
    }
}
