package dev.groundwave.interop;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The scenarios of one script with services that are there for them, as a registered extension of a test class. */
final class Scenarios implements BeforeAllCallback, AfterAllCallback {
    private final Supplier<Scripts> language;
    private final String script;
    private final Services services;
    private @Nullable Scripts scripts;

    private Scenarios(Supplier<Scripts> language, String script, Services services) {
        this.language = language;
        this.script = script;
        this.services = services;
    }

    /** The scenarios of a script for node. */
    static Scenarios node(String script) {
        return new Scenarios(Scripts::node, script, Services.plain());
    }

    /** The scenarios of a script for Python; the first word of each is the flavour. */
    static Scenarios python(String script) {
        return new Scenarios(Scripts::python, script, Services.plain());
    }

    /** The same against a service with a setting in its environment. */
    Scenarios withSetting(String variable, String value) {
        return new Scenarios(language, script, services.withSetting(variable, value));
    }

    /** The same against a service that trusts an issuer, of which the script has a token. */
    Scenarios trusting(TestIssuer issuer) {
        return new Scenarios(() -> language.get().withToken(issuer.token()), script, services.trusting(issuer));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        services.beforeAll(context);
        if (scripts == null) {
            scripts = language.get();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        services.afterAll(context);
    }

    /** Runs one scenario over http; answers its steps, or fails with all that the script wrote. */
    List<String> steps(String... scenario) {
        return steps(Scheme.HTTP, scenario);
    }

    /** The same over either scheme. */
    List<String> steps(Scheme scheme, String... scenario) {
        return Objects.requireNonNull(scripts).steps(services.of(scheme), script, scenario);
    }
}
