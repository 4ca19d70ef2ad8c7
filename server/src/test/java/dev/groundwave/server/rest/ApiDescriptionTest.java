package dev.groundwave.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.rest.ApiDescription.Operation;
import dev.groundwave.wire.Bytes;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.dataformat.yaml.YAMLFactory;

/** Holds {@code docs/openapi.yaml} against what the router, the parser and the runner really do. */
final class ApiDescriptionTest {
    private static final ApiDescription OURS = ApiDescription.read(
            Path.of(System.getProperty("groundwave.root"), "docs", "openapi.yaml"), new YAMLFactory());

    /** Values that keep the rules of every parameter. */
    private static final Map<String, String> GOOD = Map.ofEntries(
            Map.entry("api-version", "2024-12-01"),
            Map.entry("excluded", "x"),
            Map.entry("filter", "true"),
            Map.entry("messageTtlSeconds", "1"),
            Map.entry("reason", "over"),
            Map.entry("maxpagesize", "1"),
            Map.entry("top", "1"),
            Map.entry("continuationToken", ""),
            Map.entry("targetName", "room"),
            Map.entry("userId", "ann"),
            Map.entry("role", "r"),
            Map.entry("group", "room"),
            Map.entry("minutesToExpire", "1"),
            Map.entry("clientType", "mqtt"));

    private final RestFixture rest = new RestFixture();

    static Collection<Operation> operations() {
        return OURS.operations().values();
    }

    private static String target(Operation operation, String connectionId, String query) {
        String path = operation
                .path()
                .replace("{hub}", "chat")
                .replace("{group}", connectionId.equals("none") ? "empty" : "room")
                .replace("{userId}", connectionId.equals("none") ? "nobody" : "ann")
                .replace("{connectionId}", connectionId)
                .replace("{permission}", "sendToGroup");
        String needed =
                operation.single().contains("targetName") && !query.contains("targetName") ? "targetName=room&" : "";
        return path + "?" + needed + query;
    }

    private int status(Operation operation, String target, String... headers) {
        RestHead head = rest.head(operation.method(), target, headers);
        Bytes body = Bytes.utf8("{\"groups\":[\"room\"]}");
        if (operation.hasBody()) {
            head = RestFixture.with(head, head.header("content-type").orElse("application/json"), body);
        }
        return status(rest.api().open(head), body);
    }

    private int status(RestCall call, Bytes body) {
        return switch (call) {
            case RestCall.Answered(RestResponse response) -> response.status();
            case RestCall.Deferred _ -> throw new AssertionError("nothing to wait for in a key token");
            case RestCall.Ready ready -> rest.await(ready.response()).status();
            case RestCall.Awaiting awaiting ->
                rest.await(awaiting.body().apply(body)).status();
        };
    }

    @Nested
    final class TheRouter {
        @Test
        void hasTheSamePathsAndMethods() {
            Set<String> routes = new TreeSet<>();
            for (Route route : Route.values()) {
                route.methods().forEach(method -> routes.add(method + " " + route.path()));
            }

            assertThat(OURS.operations().keySet()).containsExactlyInAnyOrderElementsOf(routes);
        }

        @Test
        void has25OperationsAndHealthByGet() {
            assertThat(operations()).hasSize(26).extracting(Operation::id).doesNotHaveDuplicates();
        }
    }

    @Nested
    final class TheParser {
        @ParameterizedTest
        @MethodSource("dev.groundwave.server.rest.ApiDescriptionTest#operations")
        void takesTheSameNamesFromThePath(Operation operation) {
            Set<String> braces = new TreeSet<>();
            for (String part : operation.path().split("/", -1)) {
                if (part.startsWith("{")) {
                    braces.add(part.substring(1, part.length() - 1));
                }
            }

            assertThat(operation.pathNames()).isEqualTo(braces);
        }

        /** What is given twice is refused exactly where the operation knows it and it is no list. */
        @ParameterizedTest
        @MethodSource("dev.groundwave.server.rest.ApiDescriptionTest#operations")
        void readsTheSameParametersOnce(Operation operation) {
            Set<String> refused = new TreeSet<>();
            GOOD.forEach((name, value) -> {
                rest.connect("chat", "c1", "ann", "room");
                String twice = name + "=" + value + "&" + name + "=" + value;
                if (status(operation, target(operation, "c1", twice)) == 400) {
                    refused.add(name);
                }
            });

            boolean health = operation.path().equals("/api/health");
            assertThat(refused).isEqualTo(health ? Set.of() : operation.single());
        }
    }

    @Nested
    final class TheRunner {
        @ParameterizedTest
        @MethodSource("dev.groundwave.server.rest.ApiDescriptionTest#operations")
        void answersWithTheSameStatuses(Operation operation) {
            Map<String, Integer> answers = new LinkedHashMap<>();
            rest.connect("chat", "c1", "ann", "room");
            answers.put("somebody", status(operation, target(operation, "c1", "")));
            answers.put("nobody", status(operation, target(operation, "none", "")));
            answers.put("refused", status(operation, target(operation, "c1", "api-version=1")));
            answers.put("unsigned", status(operation, target(operation, "c1", ""), "authorization", ""));
            answers.put("type", status(operation, target(operation, "c1", ""), "content-type", "image/png"));
            RestHead denied = rest.head(operation.method(), target(operation, "c1", ""));
            answers.put("denied", status(rest.api().denied(denied), Bytes.EMPTY));
            rest.drain();
            answers.put("draining", status(operation, target(operation, "c1", "")));

            Set<Integer> others = new TreeSet<>(operation.statuses());
            others.removeAll(answers.values());
            assertThat(operation.statuses()).as("%s", answers).containsAll(answers.values());
            // Only these take more than one call: a full connection, and a check of what was granted before.
            boolean isPermission = operation.path().contains("{permission}");
            assertThat(others).as("%s", answers).isSubsetOf(isPermission ? Set.of(409, 200) : Set.of());
        }
    }

    /** The vendor's own description is no part of this repository. */
    @Nested
    @EnabledIfSystemProperty(named = "groundwave.rest.twin", matches = ".+", disabledReason = "names no file")
    final class TheVendorsTwin {
        private final ApiDescription twin =
                ApiDescription.read(Path.of(System.getProperty("groundwave.rest.twin", "")), new JsonFactory());

        @Test
        void hasTheSameOperations() {
            Set<String> ours = new TreeSet<>(OURS.operations().keySet());
            ours.remove("GET /api/health");

            assertThat(twin.operations().keySet()).isEqualTo(ours);
        }

        @Test
        void hasTheSameParametersIdsAndSuccesses() {
            twin.operations().forEach((name, theirs) -> {
                Operation ours = Objects.requireNonNull(OURS.operations().get(name), name);
                Set<String> single = new TreeSet<>(ours.single());
                if (name.contains("/api/health")) {
                    single.add("api-version");
                }
                assertThat(ours.id()).isEqualTo(theirs.id());
                assertThat(single).as(name).isEqualTo(theirs.single());
                assertThat(ours.repeated()).as(name).isEqualTo(theirs.repeated());
                assertThat(ours.pathNames()).as(name).isEqualTo(theirs.pathNames());
                assertThat(ours.hasBody()).as(name).isEqualTo(theirs.hasBody());
                assertThat(ours.statuses()).as(name).containsAll(theirs.statuses());
            });
        }
    }
}
