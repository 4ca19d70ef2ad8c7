package dev.groundwave.interop;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The scenarios of one script with a service that is there for them, as a registered extension of a test class: started
 * for the first scenario of its scheme and ended after the class's last test. Scenarios do not meet, each has a hub of its
 * own.
 */
final class Scenarios implements BeforeAllCallback, AfterAllCallback {
    private final Supplier<Scripts> language;
    private final String script;
    private final Map<String, String> settings;
    /** Whose tokens open the service too; null for nobody's. */
    private final @Nullable TestIssuer issuer;

    private @Nullable Scripts scripts;
    private final Map<Scheme, ServiceProcess> services = new EnumMap<>(Scheme.class);
    /** How many of a class and the classes nested in it are under way: each of them calls back. */
    private int depth;

    private Scenarios(
            Supplier<Scripts> language, String script, Map<String, String> settings, @Nullable TestIssuer issuer) {
        this.language = language;
        this.script = script;
        this.settings = Map.copyOf(settings);
        this.issuer = issuer;
    }

    /** The scenarios of a script for node. */
    static Scenarios node(String script) {
        return new Scenarios(Scripts::node, script, Map.of(), null);
    }

    /** The scenarios of a script for Python; the first word of each is the flavour. */
    static Scenarios python(String script) {
        return new Scenarios(Scripts::python, script, Map.of(), null);
    }

    /** The same against a service with a setting in its environment. */
    Scenarios withSetting(String variable, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(variable, value);
        return new Scenarios(language, script, more, issuer);
    }

    /** The same against a service that trusts an issuer, of which the script has a token. */
    Scenarios trusting(TestIssuer trusted) {
        return new Scenarios(() -> language.get().withToken(trusted.token()), script, settings, trusted);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (depth++ == 0) {
            scripts = language.get();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (--depth == 0) {
            services.values().forEach(ServiceProcess::close);
            services.clear();
        }
    }

    /** Runs one scenario over http; answers its steps, or fails with all that the script wrote. */
    List<String> steps(String... scenario) {
        return steps(Scheme.HTTP, scenario);
    }

    /** The same over either scheme. */
    List<String> steps(Scheme scheme, String... scenario) {
        ServiceProcess service = services.computeIfAbsent(scheme, this::start);
        return Objects.requireNonNull(scripts).steps(service, script, scenario);
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
}
