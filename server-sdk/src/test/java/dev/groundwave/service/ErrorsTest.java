package dev.groundwave.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.groundwave.wire.Payload;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What becomes of answers that are not a success. Source: rest-api.md, section 8. */
class ErrorsTest {
    private final ScriptedService service = new ScriptedService();
    private final WebPubSubService hub = WebPubSubService.builder()
            .connectionString(service.connectionString(""))
            .hub("chat")
            .retryPolicy(RetryPolicy.none())
            .build();

    @AfterEach
    void end() {
        service.close();
    }

    private static ServiceException failure(ThrowingCallable call) {
        return catchThrowableOfType(ServiceException.class, call);
    }

    @Test
    void thePlainFormGivesCodeMessageTargetAndRequestId() {
        service.answers(
                404,
                Map.of("x-ms-error-code", "Warning.User.NotExisted", "x-ms-request-id", "r-1"),
                "{\"code\":\"Warning.User.NotExisted\",\"message\":\"User `u` is not found.\",\"target\":\"User\","
                        + "\"details\":null,\"inner\":null}");

        ServiceException failure = failure(() -> hub.addUserToGroup("g", "u"));

        assertThat(failure).isInstanceOf(ServiceException.NotFound.class);
        assertThat(failure.status()).isEqualTo(404);
        assertThat(failure.code()).contains("Warning.User.NotExisted");
        assertThat(failure.target()).contains("User");
        assertThat(failure.requestId()).contains("r-1");
        assertThat(failure)
                .hasMessage("PUT /api/hubs/chat/users/u/groups/g was answered 404 Warning.User.NotExisted:"
                        + " User `u` is not found.");
    }

    @Test
    void theValidationFormGivesTheSameMembers() {
        service.answers(
                400,
                Map.of("x-ms-error-code", "Error.BadRequest", "Content-Type", "application/problem+json"),
                "{\"code\":\"Error.BadRequest\",\"message\":\"Invalid syntax\",\"target\":\"filter\",\"errors\":"
                        + "{\"filter\":[\"Invalid syntax\"]},\"type\":null,\"title\":\"One or more\",\"status\":400}");

        ServiceException failure = failure(() -> hub.sendToAll(Payload.text("x")));

        assertThat(failure).isNotInstanceOf(ServiceException.NotFound.class);
        assertThat(failure.status()).isEqualTo(400);
        assertThat(failure.code()).contains("Error.BadRequest");
        assertThat(failure.target()).contains("filter");
        assertThat(failure).hasMessageEndingWith("400 Error.BadRequest: Invalid syntax");
    }

    @Test
    void aBodyAloneGivesTheCodeToo() {
        service.answers(409, Map.of(), "{\"code\":\"Error.Connection.Conflict\"}");

        assertThat(failure(() -> hub.addUserToGroup("g", "u")).code()).contains("Error.Connection.Conflict");
    }

    @Test
    void anErrorOnHeadIsKnownByItsHeaderAlone() {
        service.answers(400, Map.of("x-ms-error-code", "Error.BadRequest"), "");

        assertThat(failure(() -> hub.userExists("u")).code()).contains("Error.BadRequest");
    }

    @Test
    void aPageOfSomeProxyLeavesTheStatus() {
        service.answers(502, Map.of("Content-Type", "text/html"), "<html>no</html>");

        ServiceException failure = failure(() -> hub.addUserToGroup("g", "u"));

        assertThat(failure.status()).isEqualTo(502);
        assertThat(failure.code()).isEmpty();
        assertThat(failure).hasMessage("PUT /api/hubs/chat/users/u/groups/g was answered 502");
    }

    @Test
    void aRefusedTokenSaysWhyFromItsChallenge() {
        service.answers(
                401, Map.of("WWW-Authenticate", "Bearer error=\"invalid_token\", error_description=\"expired\""), "");

        assertThat(failure(() -> hub.userExists("u"))).hasMessageEndingWith("was answered 401: expired");
    }

    @Test
    void aRefusalWithoutAChallengeIsStillAnAnswer() {
        service.answers(401);

        assertThat(failure(() -> hub.sendToAll(Payload.text("x"))).status()).isEqualTo(401);
    }

    @Test
    void aRedirectIsNotFollowedBecauseItsTokenWouldNotFit() {
        service.answers(307, Map.of("Location", "/elsewhere"), "");

        assertThat(failure(() -> hub.sendToAll(Payload.text("x"))).status()).isEqualTo(307);
        assertThat(service.requests()).hasSize(1);
    }

    @Test
    void theStackLeadsToTheCallAndTheCauseToTheAnswer() {
        service.answers(500);

        ServiceException failure = failure(() -> hub.sendToAll(Payload.text("x")));

        assertThat(failure.getStackTrace())
                .anySatisfy(frame -> assertThat(frame.getMethodName()).isEqualTo("sendToAll"));
        assertThat(failure).hasCauseInstanceOf(ServiceException.class);
    }

    @Test
    void aFutureEndsWithTheServiceException() {
        service.answers(404);

        CompletableFuture<Void> added = hub.async().addUserToGroup("g", "u");

        assertThat(catchThrowable(added::get))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(ServiceException.NotFound.class);
    }

    @Nested
    class AQuestion {
        @Test
        void isAnsweredNoBy404() {
            service.answers(404).answers(404).answers(404);

            assertThat(hub.userExists("u")).isFalse();
            assertThat(hub.groupExists("u")).isFalse();
            assertThat(hub.connectionExists("u")).isFalse();
        }

        @Test
        void aboutHealthIsAnsweredNoBy503() {
            service.answers(503).answers(500);

            assertThat(hub.health()).isFalse();
            assertThat(failure(hub::health).status()).isEqualTo(500);
        }
    }

    @Nested
    class AnAnswerThatIsNotTheContracts {
        @Test
        void isAFailureForATokenThatIsNotThere() {
            service.answers(200, Map.of(), "{\"no\":\"token\"}").answers(200, Map.of(), "oops");

            assertThat(failure(() -> hub.generateToken(ClientUrlRequest.anonymous())))
                    .hasMessageContaining("no token");
            assertThat(failure(() -> hub.generateToken(ClientUrlRequest.anonymous())))
                    .hasMessageContaining("not JSON");
        }

        @Test
        void isAFailureForAPageWithoutMembers() {
            service.answers(200, Map.of(), "{\"value\":7}").answers(200, Map.of(), "{\"value\":[{}]}");

            assertThat(failure(() -> hub.listConnectionsPage("g", ListOptions.all())))
                    .hasMessageContaining("array");
            assertThat(failure(() -> hub.listConnectionsPage("g", ListOptions.all())))
                    .hasMessageContaining("connection id");
        }
    }
}
