package dev.groundwave.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that says which test shows what must name tests that are there, and leave none of the client's wire out. */
final class CompatibilityTableTest {
    private static final Path PAGE = Checkout.path("docs", "compatibility.md");
    private static final Path CLIENT_SUITES =
            Checkout.path("server/src/test/java/dev/groundwave/server/blackbox/client");

    /** {@code SomeTest}, or {@code SomeTest.Group}. */
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+(?:Test|Fuzzing))(?:\\.(\\w+))?`");

    private static Map<String, Path> testClasses() throws IOException {
        Map<String, Path> classes = new TreeMap<>();
        for (String module : new String[] {"wire", "wire-protobuf", "hub", "server", "interop"}) {
            try (Stream<Path> files = Files.walk(Checkout.path(module, "src/test/java"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .forEach(file -> classes.put(className(file), file));
            }
        }
        return classes;
    }

    private static String className(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ".java".length());
    }

    @Test
    void namesTestsThatExist() throws IOException {
        Map<String, Path> classes = testClasses();
        Matcher named = NAMED.matcher(Files.readString(PAGE));
        int count = 0;
        while (named.find()) {
            count++;
            assertThat(classes).containsKey(named.group(1));
            if (named.group(2) != null) {
                assertThat(Files.readString(classes.get(named.group(1))))
                        .as(named.group())
                        .contains("class " + named.group(2) + " ");
            }
        }
        assertThat(count).isGreaterThan(50);
    }

    @Test
    void namesEverySuiteOverTheClientsWire() throws IOException {
        Set<String> named = new TreeSet<>();
        Matcher matcher = NAMED.matcher(Files.readString(PAGE));
        while (matcher.find()) {
            named.add(matcher.group(1));
        }
        try (Stream<Path> suites = Files.list(CLIENT_SUITES)) {
            assertThat(suites.map(CompatibilityTableTest::className).filter(name -> name.endsWith("Test")))
                    .isNotEmpty()
                    .allSatisfy(suite -> assertThat(named).contains(suite));
        }
    }
}
