package dev.groundwave.server.rest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;

/** A description of the API, OpenAPI or Swagger, as far as it can be compared. */
final class ApiDescription {
    private static final Set<String> METHODS = Set.of("get", "head", "post", "put", "delete");

    private final Map<String, Operation> operations = new TreeMap<>();
    private final Map<String, Object> root;

    private ApiDescription(Map<String, Object> root) {
        this.root = root;
        map(root, "paths").forEach((path, item) -> {
            for (String method : METHODS) {
                if (map(item).containsKey(method)) {
                    Operation operation = operation(method, path, map(map(item), method));
                    operations.put(operation.toString(), operation);
                }
            }
        });
    }

    /**
     * One operation.
     *
     * @param single names of the query parameters that may be given once
     * @param repeated names of those that may be repeated
     * @param pathNames names in the path
     */
    record Operation(
            String method,
            String path,
            String id,
            Set<String> single,
            Set<String> repeated,
            Set<String> pathNames,
            Set<Integer> statuses,
            boolean hasBody) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static ApiDescription read(Path file, TokenStreamFactory format) {
        try (JsonParser parser = format.createParser(ObjectReadContext.empty(), Files.readString(file))) {
            parser.nextToken();
            return new ApiDescription(map(value(parser)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** By method and path. */
    Map<String, Operation> operations() {
        return operations;
    }

    private Operation operation(String method, String path, Map<String, Object> operation) {
        Set<String> single = new TreeSet<>();
        Set<String> repeated = new TreeSet<>();
        Set<String> pathNames = new TreeSet<>();
        boolean hasBody = operation.containsKey("requestBody");
        for (Object each : list(operation.getOrDefault("parameters", List.of()))) {
            Map<String, Object> parameter = resolve(map(each));
            String name = String.valueOf(parameter.get("name"));
            Map<String, Object> schema = parameter.containsKey("schema") ? map(parameter, "schema") : parameter;
            switch (String.valueOf(parameter.get("in"))) {
                case "path" -> pathNames.add(name);
                case "query" -> ("array".equals(schema.get("type")) ? repeated : single).add(name);
                default -> hasBody = true;
            }
        }
        Set<Integer> statuses = new LinkedHashSet<>();
        map(operation, "responses").keySet().stream()
                .filter(status -> !status.equals("default"))
                .map(Integer::valueOf)
                .forEach(statuses::add);
        return new Operation(
                method.toUpperCase(Locale.ROOT),
                path,
                String.valueOf(operation.get("operationId")),
                single,
                repeated,
                pathNames,
                statuses,
                hasBody);
    }

    private Map<String, Object> resolve(Map<String, Object> object) {
        if (!(object.get("$ref") instanceof String reference)) {
            return object;
        }
        Map<String, Object> found = root;
        for (String name : reference.substring(2).split("/", -1)) {
            found = map(found, name);
        }
        return found;
    }

    private static @Nullable Object value(JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, Object> object = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                object.put(name, value(parser));
            }
            return object;
        }
        if (token == JsonToken.START_ARRAY) {
            List<Object> array = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                array.add(value(parser));
            }
            return array;
        }
        return token == JsonToken.VALUE_NULL ? null : parser.getString();
    }

    private static Map<String, Object> map(Map<String, Object> object, String name) {
        return map(object.get(name));
    }

    @SuppressWarnings("unchecked") // What a parser makes of objects has names for keys.
    private static Map<String, Object> map(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new AssertionError("no object: " + value);
    }

    private static List<?> list(Object value) {
        return (List<?>) value;
    }
}
