package dev.groundwave.server.tunnel;

import dev.groundwave.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * The JSON part of tunnel messages. Members that are not known are passed over; one that is absent has its neutral value.
 *
 * <p>Source: events-and-operations.md, section 3.2.
 */
final class TunnelJson {
    /** Nothing that input can fill is shared between parsers. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .build();

    private static final int LEAST_STATUS = 100;
    private static final int GREATEST_STATUS = 599;

    // What was read so far; in the order of the table.
    private long type = -1;
    private int ackId = -1;
    private boolean localRouting;
    private String channelName = "";
    private String method = "";
    private String url = "";
    private int status;
    private boolean notCompleted;
    private Map<String, List<String>> headers = Map.of();

    private TunnelJson() {}

    /** The JSON of a message, without its content. */
    static byte[] write(TunnelMessage message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
            out.writeStartObject();
            out.writeNumberProperty("Type", message.type());
            switch (message) {
                case TunnelMessage.HttpRequest request -> {
                    writeCall(out, request.ackId(), request.localRouting(), request.channelName());
                    out.writeStringProperty("HttpMethod", request.method());
                    out.writeStringProperty("Url", request.url());
                    writeHeaders(out, request.headers());
                }
                case TunnelMessage.HttpResponse response -> {
                    writeCall(out, response.ackId(), response.localRouting(), response.channelName());
                    out.writeNumberProperty("StatusCode", response.status());
                    out.writeBooleanProperty("NotCompleted", response.notCompleted());
                    writeHeaders(out, response.headers());
                }
                case TunnelMessage.ServiceStatus(String text) -> out.writeStringProperty("Message", text);
                case TunnelMessage.ConnectionConnected(String id) -> out.writeStringProperty("ConnectionId", id);
            }
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void writeCall(JsonGenerator out, int ackId, boolean localRouting, String channelName) {
        out.writeNumberProperty("AckId", ackId);
        out.writeBooleanProperty("LocalRouting", localRouting);
        out.writeStringProperty("ChannelName", channelName);
    }

    private static void writeHeaders(JsonGenerator out, Map<String, List<String>> headers) {
        out.writeObjectPropertyStart("Headers");
        headers.forEach((name, values) -> {
            out.writeArrayPropertyStart(name);
            values.forEach(out::writeString);
            out.writeEndArray();
        });
        out.writeEndObject();
    }

    /**
     * What a back end says.
     *
     * @param number of the type, from the frame; that in the JSON must be the same
     */
    static TunnelMessage read(long number, byte[] json, Optional<Bytes> content)
            throws MalformedTunnelMessageException {
        TunnelJson members = new TunnelJson();
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), json)) {
            members.readAll(in);
        } catch (JacksonException e) {
            throw new MalformedTunnelMessageException("the second item is the JSON of a message", e);
        }
        if (members.type != number) {
            throw new MalformedTunnelMessageException("the type is the same in frame and JSON");
        }
        return members.message(content);
    }

    private void readAll(JsonParser in) throws MalformedTunnelMessageException {
        if (in.nextToken() != JsonToken.START_OBJECT) {
            throw new MalformedTunnelMessageException("the JSON is an object");
        }
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            if (in.nextToken() != JsonToken.VALUE_NULL) {
                readMember(in, name);
            }
        }
        if (in.nextToken() != null) {
            throw new MalformedTunnelMessageException("the JSON is one object");
        }
    }

    private void readMember(JsonParser in, String name) throws MalformedTunnelMessageException {
        switch (name) {
            case "Type" -> type = in.getIntValue();
            case "AckId" -> ackId = in.getIntValue();
            case "LocalRouting" -> localRouting = in.getBooleanValue();
            case "ChannelName" -> channelName = text(in);
            case "HttpMethod" -> method = text(in);
            case "Url" -> url = text(in);
            case "StatusCode" -> status = in.getIntValue();
            case "NotCompleted" -> notCompleted = in.getBooleanValue();
            case "Headers" -> headers = headers(in);
            default -> in.skipChildren();
        }
    }

    private TunnelMessage message(Optional<Bytes> content) throws MalformedTunnelMessageException {
        if (type != TunnelMessage.HttpRequest.TYPE && type != TunnelMessage.HttpResponse.TYPE) {
            throw new MalformedTunnelMessageException("back ends send requests and responses only");
        }
        if (ackId < 0) {
            throw new MalformedTunnelMessageException("AckId is a number from 0 on");
        }
        if (type == TunnelMessage.HttpRequest.TYPE) {
            return new TunnelMessage.HttpRequest(ackId, localRouting, channelName, method, url, headers, content);
        }
        if (status < LEAST_STATUS || status > GREATEST_STATUS) {
            throw new MalformedTunnelMessageException("StatusCode is a number from 100 to 599");
        }
        return new TunnelMessage.HttpResponse(ackId, localRouting, channelName, status, notCompleted, headers, content);
    }

    private static Map<String, List<String>> headers(JsonParser in) throws MalformedTunnelMessageException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw new MalformedTunnelMessageException("Headers is an object");
        }
        Map<String, List<String>> headers = new LinkedHashMap<>();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            if (in.nextToken() != JsonToken.START_ARRAY) {
                throw new MalformedTunnelMessageException("a header has an array of values");
            }
            List<String> values = new ArrayList<>(1);
            while (in.nextToken() != JsonToken.END_ARRAY) {
                values.add(text(in));
            }
            headers.put(name, values);
        }
        return headers;
    }

    private static String text(JsonParser in) throws MalformedTunnelMessageException {
        if (in.currentToken() != JsonToken.VALUE_STRING) {
            throw new MalformedTunnelMessageException("names, addresses and values of headers are strings");
        }
        return in.getString();
    }
}
