package dev.groundwave.server.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a caller may want, as network rules tell it apart. Source: events-and-operations.md, section 4.6. */
public enum RequestType {
    /** A client's handshake. */
    CLIENT_CONNECTION("ClientConnection"),
    /** A tunnel. */
    SERVER_CONNECTION("ServerConnection"),
    /** A call to the REST API. */
    REST_API("RESTAPI"),
    /** The live trace. */
    TRACE("Trace");

    private final String text;

    RequestType(String text) {
        this.text = text;
    }

    /** All names, as they stand in settings. */
    public static List<String> names() {
        return Arrays.stream(values()).map(type -> type.text).toList();
    }

    /** The type of this name. */
    public static Optional<RequestType> of(String name) {
        return Arrays.stream(values()).filter(type -> type.text.equals(name)).findFirst();
    }
}
