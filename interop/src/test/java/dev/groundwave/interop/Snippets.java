package dev.groundwave.interop;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * The Java blocks of a page, compiled as a user of Java 17 would compile them.
 *
 * <p>A block is statements, behind imports of its own if it has any; one whose fence says {@code java members} is members
 * of a class. Every block keeps its place: line n of the source is line n of the page, so that what the compiler says
 * of one holds for the other. What blocks take for granted, {@link #GIVEN} has.
 */
final class Snippets {
    private static final String IMPORTS = String.join(
            " ",
            "import dev.groundwave.client.*;",
            "import dev.groundwave.client.ClientEvent.*;",
            "import dev.groundwave.wire.Payload;",
            "import java.time.Duration;",
            "import java.util.*;",
            "import java.util.concurrent.*;");

    /** Things of the reader's program that blocks use: a client, and what the program does with what comes. */
    private static final String GIVEN = IMPORTS + """

        abstract class Given {
            WebPubSubClient client;
            WebPubSubClientBuilder builder;

            abstract String negotiate();
            abstract CompletionStage<String> negotiateAsync();
            abstract void show(Object what);
            abstract void fetchHistory(List<String> groups);
            abstract byte[] nextChunk();
        }
        """;

    private Snippets() {}

    /** What the compiler has against the page, each with the page's line; empty when all blocks compile. */
    static List<String> complaints(List<String> page) {
        List<JavaFileObject> units = new ArrayList<>(List.of(new Source("Given", GIVEN)));
        units.addAll(blocks(page));
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options = List.of(
                // Attribution finds every mistake; nothing is to be written.
                "-proc:none",
                "--should-stop=ifNoError=FLOW",
                "-implicit:none",
                "--release",
                "17",
                "-Xlint:deprecation");
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of("-classpath", System.getProperty("java.class.path")));
        boolean compiled = compiler.getTask(null, null, said, all, null, units).call();
        List<String> complaints = said.getDiagnostics().stream()
                .filter(each -> each.getKind() != Diagnostic.Kind.NOTE && each.getSource() != null)
                .map(each -> "line " + each.getLineNumber() + ": " + each.getMessage(Locale.ROOT))
                .toList();
        if (!compiled && complaints.isEmpty()) {
            throw new AssertionError("the compiler failed: " + said.getDiagnostics());
        }
        return complaints;
    }

    /** How many blocks the page has. */
    static int count(List<String> page) {
        return blocks(page).size();
    }

    private static List<JavaFileObject> blocks(List<String> page) {
        List<JavaFileObject> blocks = new ArrayList<>();
        for (int line = 0; line < page.size(); line++) {
            String fence = page.get(line).strip();
            if (fence.equals("```java") || fence.startsWith("```java ")) {
                int first = line + 1;
                int end = first;
                while (!page.get(end).strip().equals("```")) {
                    end++;
                }
                String name = "Line" + first;
                blocks.add(
                        new Source(name, wrapped(name, fence.endsWith(" members"), page.subList(first, end), first)));
                line = end;
            }
        }
        return blocks;
    }

    private static String wrapped(String name, boolean members, List<String> block, int linesBefore) {
        int imports = 0;
        while (imports < block.size()
                && (block.get(imports).startsWith("import ")
                        || block.get(imports).isBlank())) {
            imports++;
        }
        String open = "abstract class " + name + " extends Given { "
                + (members ? "" : "@SuppressWarnings(\"unused\") void run() throws Exception { ");
        // The class opens on the line before its first statement; with imports, behind the last of them.
        StringBuilder source = new StringBuilder(IMPORTS + "\n".repeat(linesBefore - 1));
        source.append(imports == 0 ? open : "").append('\n');
        for (int i = 0; i < block.size(); i++) {
            source.append(block.get(i)).append(i + 1 == imports ? open : "").append('\n');
        }
        return source.append(members ? "}" : "}}").toString();
    }

    /** A file in memory. */
    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
