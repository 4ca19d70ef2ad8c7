package dev.groundwave.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Tests that a page names as {@code `SomeTest`}, {@code `SomeTest.Group`} or {@code `SomeTest.Group.method`}. */
final class NamedTests {
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+(?:Test|Fuzzing))((?:\\.\\w+)*)`");

    private NamedTests() {}

    /** The classes that the page names; fails when one of them, or what is named within it, does not exist. */
    static Set<String> of(Path page) throws IOException {
        return in(Files.readString(page));
    }

    /** The same for a part of a page. */
    static Set<String> in(String text) throws IOException {
        Map<String, List<String>> sources = testSources();
        Set<String> found = new TreeSet<>();
        Matcher named = NAMED.matcher(text);
        while (named.find()) {
            List<String> members = Pattern.compile("\\.")
                    .splitAsStream(named.group(2))
                    .filter(member -> !member.isEmpty())
                    .map(NamedTests::declaration)
                    .toList();
            assertThat(sources).containsKey(named.group(1));
            // A sentence of our own, as the sources would fill the screen.
            assertThat(sources.getOrDefault(named.group(1), List.of()).stream()
                            .anyMatch(source -> members.stream().allMatch(source::contains)))
                    .as(named.group() + " exists")
                    .isTrue();
            found.add(named.group(1));
        }
        return found;
    }

    private static String declaration(String member) {
        return Character.isUpperCase(member.charAt(0)) ? "class " + member + " " : "void " + member + "(";
    }

    /** By class name; modules may have classes of the same name. */
    private static Map<String, List<String>> testSources() throws IOException {
        Map<String, List<String>> sources = new TreeMap<>();
        for (Path file : testFiles()) {
            sources.computeIfAbsent(className(file), name -> new ArrayList<>()).add(Files.readString(file));
        }
        return sources;
    }

    private static List<Path> testFiles() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> modules = Files.list(Checkout.path("."))) {
            for (Path module : modules.map(each -> each.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> all = Files.walk(module)) {
                    all.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
                }
            }
        }
        return files;
    }

    /** What a source file is named for. */
    static String className(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ".java".length());
    }
}
