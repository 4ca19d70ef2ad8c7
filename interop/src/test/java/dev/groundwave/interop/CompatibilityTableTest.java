package dev.groundwave.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that says which test shows what must name tests that are there, and leave none of the client's wire out. */
final class CompatibilityTableTest {
    private static final Path PAGE = Checkout.path("docs", "compatibility.md");
    private static final Path CLIENT_SUITES =
            Checkout.path("server/src/test/java/dev/groundwave/server/blackbox/client");

    @Test
    void namesTestsThatExist() throws IOException {
        assertThat(NamedTests.of(PAGE)).hasSizeGreaterThan(50);
    }

    @Test
    void namesEverySuiteOverTheClientsWire() throws IOException {
        Set<String> named = NamedTests.of(PAGE);
        try (Stream<Path> suites = Files.list(CLIENT_SUITES)) {
            assertThat(suites.map(NamedTests::className).filter(name -> name.endsWith("Test")))
                    .isNotEmpty()
                    .allSatisfy(suite -> assertThat(named).contains(suite));
        }
    }
}
