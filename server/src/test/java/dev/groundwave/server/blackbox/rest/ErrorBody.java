package dev.groundwave.server.blackbox.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.HttpAnswer;
import dev.groundwave.server.blackbox.Json;
import dev.groundwave.server.blackbox.WireBytes;

/** The two shapes of an error, byte for byte. Source: rest-api.md, section 8. */
final class ErrorBody {
    static final String VERSIONS = "2021-10-01, 2022-11-01, 2023-07-01, 2024-01-01, 2024-12-01";

    private ErrorBody() {}

    /** The plain body of section 8.1; no argument needs escaping. */
    static String plain(String code, String message, String target) {
        return "{\"code\":\"" + code + "\",\"message\":\"" + message + "\",\"target\":\"" + target
                + "\",\"details\":null,\"inner\":null}";
    }

    /** The answer has the plain form with any message. */
    static void expectPlain(HttpAnswer answer, int status, String code, String target) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(status);
        expectPlain(answer, status, plain(code, Json.text(answer.body(), "message"), target));
    }

    /** The answer has the plain form with exactly this body. */
    static void expectPlain(HttpAnswer answer, int status, String body) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.header("Content-Type")).contains("application/json; charset=utf-8");
        assertThat(answer.header("x-ms-error-code")).contains(Json.text(body, "code"));
        assertThat(answer.header("api-supported-versions")).contains(VERSIONS);
    }

    /** The answer has the validation form of section 8.2 for a parameter, with any message. */
    static void expectValidation(HttpAnswer answer, String target) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(400);
        expectValidation(answer, target, Json.text(answer.body(), "message"));
    }

    /** The answer has the validation form with exactly this message. */
    static void expectValidation(HttpAnswer answer, String target, String message) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo("{\"code\":\"Error.BadRequest\",\"message\":\"" + message + "\",\"target\":\"" + target
                        + "\",\"errors\":{\"" + target + "\":[\"" + message + "\"]},\"type\":null,"
                        + "\"title\":\"One or more validation errors occurred.\",\"status\":400,\"detail\":null,"
                        + "\"instance\":null,\"extensions\":{}}");
        assertThat(answer.header("Content-Type")).contains("application/problem+json; charset=utf-8");
        assertThat(answer.header("x-ms-error-code")).contains("Error.BadRequest");
        assertThat(answer.header("api-supported-versions")).isEmpty();
    }

    /** A HEAD was answered with this error: its headers and no body. */
    static void expectHead(HttpAnswer answer, int status, String body) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(status);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("Content-Type")).contains("application/json; charset=utf-8");
        assertThat(answer.header("Content-Length")).contains(Integer.toString(WireBytes.utf8(body).length));
        assertThat(answer.header("x-ms-error-code")).contains(Json.text(body, "code"));
    }
}
