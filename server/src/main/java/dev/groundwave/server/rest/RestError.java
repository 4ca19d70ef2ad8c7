package dev.groundwave.server.rest;

import dev.groundwave.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Why a call is refused, in one of the two documented body forms.
 *
 * <p>Source: rest-api.md, section 8.
 */
record RestError(Form form, int status, String code, String message, String target) {
    static final String BAD_REQUEST = "Error.BadRequest";
    static final String GROUP_NAME_RULE =
            "Invalid group name. Valid group name should be in between 1 and 1024 characters long.";

    private static final String WHOLE_REQUEST = "Request";
    private static final JsonFactory JSON = new JsonFactory();

    /** How the body looks. */
    enum Form {
        /** Section 8.1. */
        PLAIN,
        /** Section 8.2, for a parameter or a member of the body. */
        VALIDATION
    }

    /** The request as a whole is wrong. */
    static RestError badRequest(String message) {
        return badRequest(message, WHOLE_REQUEST);
    }

    /** A part of the request is wrong for which no validation form is documented. */
    static RestError badRequest(String message, String target) {
        return new RestError(Form.PLAIN, 400, BAD_REQUEST, message, target);
    }

    /** A parameter's value breaks its rule. */
    static RestError invalid(String parameter, String message) {
        return new RestError(Form.VALIDATION, 400, BAD_REQUEST, message, parameter);
    }

    static RestError oversized() {
        return badRequest("The request body is too large.");
    }

    static RestError unknownLength() {
        return badRequest("Invalid Content-Length header.");
    }

    static RestError unsupportedMediaType() {
        return new RestError(
                Form.PLAIN,
                415,
                "Error.UnsupportedMediaType",
                "The content type of the request is not supported.",
                WHOLE_REQUEST);
    }

    static RestError draining() {
        return new RestError(
                Form.PLAIN, 503, "Error.ServiceUnavailable", "The service is shutting down.", WHOLE_REQUEST);
    }

    static RestError forbidden(String message) {
        return new RestError(Form.PLAIN, 403, "Error.Forbidden", message, WHOLE_REQUEST);
    }

    static RestError internal() {
        return new RestError(
                Form.PLAIN, 500, "Error.InternalServerError", "The service failed to answer.", WHOLE_REQUEST);
    }

    /**
     * Somebody to act on is not there.
     *
     * @param severity the first word of the code, which differs by operation
     */
    static RestError noConnection(String severity, String connectionId) {
        return notFound(severity, "Connection", connectionId, "is not found.");
    }

    static RestError noUser(String userId) {
        return notFound("Warning", "User", userId, "is not found.");
    }

    static RestError noGroup(String group) {
        return notFound("Warning", "Group", group, "is empty.");
    }

    static RestError tooManyGrants(String connectionId) {
        return new RestError(
                Form.PLAIN,
                409,
                "Error.Connection.Conflict",
                "Connection `" + connectionId + "` holds as many permissions by group name as it may.",
                "Connection");
    }

    private static RestError notFound(String severity, String kind, String name, String fate) {
        String message = kind + " `" + name + "` " + fate;
        return new RestError(Form.PLAIN, 404, severity + "." + kind + ".NotExisted", message, kind);
    }

    /** The answer that says so. */
    RestResponse response() {
        return switch (form) {
            case PLAIN ->
                new RestResponse(
                        status,
                        List.of(
                                Map.entry("Content-Type", "application/json; charset=utf-8"),
                                Map.entry("x-ms-error-code", code),
                                ApiVersions.HEADER),
                        body());
            case VALIDATION ->
                new RestResponse(
                        status,
                        List.of(
                                Map.entry("Content-Type", "application/problem+json; charset=utf-8"),
                                Map.entry("x-ms-error-code", code)),
                        body());
        };
    }

    private Bytes body() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
            out.writeStartObject();
            out.writeStringProperty("code", code);
            out.writeStringProperty("message", message);
            out.writeStringProperty("target", target);
            switch (form) {
                case PLAIN -> {
                    out.writeNullProperty("details");
                    out.writeNullProperty("inner");
                }
                case VALIDATION -> validationMembers(out);
            }
            out.writeEndObject();
        }
        return Bytes.wrap(bytes.toByteArray());
    }

    private void validationMembers(JsonGenerator out) {
        out.writeObjectPropertyStart("errors");
        out.writeArrayPropertyStart(target);
        out.writeString(message);
        out.writeEndArray();
        out.writeEndObject();
        out.writeNullProperty("type");
        out.writeStringProperty("title", "One or more validation errors occurred.");
        out.writeNumberProperty("status", status);
        out.writeNullProperty("detail");
        out.writeNullProperty("instance");
        out.writeObjectPropertyStart("extensions");
        out.writeEndObject();
    }
}
