package dev.groundwave.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The client's guide says what compiles, and names the tests of what it promises. */
final class ClientGuideTest {
    private static final Path GUIDE = Checkout.path("docs", "client.md");
    private static final Path VECTORS = Checkout.path("docs", "client-vectors.md");
    private static final Path CONTRACT = Checkout.path("docs", "spec", "client-sdk.md");

    @Nested
    final class Blocks {
        @Test
        void ofTheGuideCompileOnJava17() throws IOException {
            List<String> page = Files.readAllLines(GUIDE);
            assertThat(Snippets.count(page)).isGreaterThan(20);
            assertThat(Snippets.complaints(page)).isEmpty();
        }

        @Test
        void ofTheModulesReadmesCompileOnJava17() throws IOException {
            for (String module : List.of("client", "client-testing", "codec-jackson", "codec-jackson2", "codec-gson")) {
                assertThat(Snippets.complaints(Files.readAllLines(Checkout.path(module, "README.md"))))
                        .as(module)
                        .isEmpty();
            }
        }

        @Test
        void thatDoNotCompileAreNamedByTheirLine() {
            List<String> page = List.of(
                    "# Page",
                    "```java",
                    "client.start();",
                    "client.begin();",
                    "```",
                    "```java",
                    "import java.nio.file.Path;",
                    "",
                    "Path.of(5);",
                    "```",
                    "```java members",
                    "void go() {",
                    "    Thread.ofVirtual();",
                    "}",
                    "```");
            assertThat(Snippets.complaints(page))
                    .hasSize(3)
                    .anyMatch(said -> said.startsWith("line 4:") && said.contains("begin"))
                    .anyMatch(said -> said.startsWith("line 9:"))
                    .as("what Java 17 does not have")
                    .anyMatch(said -> said.startsWith("line 13:") && said.contains("ofVirtual"));
        }
    }

    @Nested
    final class Proofs {
        @Test
        void ofTheGuideAreTestsThatExist() throws IOException {
            assertThat(NamedTests.of(GUIDE)).hasSizeGreaterThan(15);
        }

        @Test
        void areGivenForEveryLineOfWhatHurtsElsewhere() throws IOException {
            List<String> pains = themes(section(CONTRACT, "## 4. What hurts today"));
            assertThat(pains).hasSizeGreaterThan(20);
            assertThat(themes(section(GUIDE, "## What hurts elsewhere"))).containsExactlyElementsOf(pains);
        }

        @Test
        void areGivenForEveryAcceptanceVector() throws IOException {
            List<String> rows = section(VECTORS, "# ").stream()
                    .filter(line -> line.matches("\\| \\d+ .*"))
                    .toList();
            assertThat(rows.stream().map(row -> row.split("\\|", -1)[1].strip()))
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, 44)
                            .mapToObj(Integer::toString)
                            .toList());
            for (String row : rows) {
                assertThat(NamedTests.in(row)).as(row).isNotEmpty();
            }
        }

        /** The first cells of the rows of a table, without its head. */
        private List<String> themes(List<String> lines) {
            return lines.stream()
                    .filter(line -> line.startsWith("| "))
                    .skip(1)
                    .map(line -> line.split("\\|", -1)[1].strip())
                    .toList();
        }

        private List<String> section(Path page, String heading) throws IOException {
            String text = Files.readString(page);
            int begin = text.indexOf(heading);
            assertThat(begin).as(heading).isNotNegative();
            int end = text.indexOf("\n## ", begin + 1);
            return Arrays.asList(
                    text.substring(begin, end < 0 ? text.length() : end).split("\n", -1));
        }
    }
}
