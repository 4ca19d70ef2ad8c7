package dev.groundwave.server.rest;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The headers of a request, looked up where the transport keeps them; for the thread that has the request. */
public interface RestHeaders {
    /** All values of a header in their order; empty when it is missing. */
    List<String> values(String lowerCaseName);

    /** Tells every header, a repeated one once for each value, with its name in lower case. */
    void forEach(BiConsumer<String, String> action);

    /** Headers from a map whose names are in lower case. */
    static RestHeaders of(Map<String, List<String>> headers) {
        return new RestHeaders() {
            @Override
            public List<String> values(String lowerCaseName) {
                return headers.getOrDefault(lowerCaseName, List.of());
            }

            @Override
            public void forEach(BiConsumer<String, String> action) {
                headers.forEach((name, values) -> values.forEach(value -> action.accept(name, value)));
            }
        };
    }
}
