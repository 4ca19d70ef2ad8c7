package dev.groundwave.server.upstream;

import static dev.groundwave.server.upstream.Dispatching.DONE;
import static dev.groundwave.server.upstream.Dispatching.FAILURE;
import static dev.groundwave.server.upstream.Dispatching.await;
import static dev.groundwave.server.upstream.Dispatching.newcomer;
import static dev.groundwave.server.upstream.Dispatching.raise;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.ScriptedUpstream.Answer;
import dev.groundwave.server.blackbox.ScriptedUpstream.Request;
import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.Payload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a handler's answer comes to. Source: events-and-operations.md, section 1. */
final class EventAnswerTest {
    private final Dispatching rig = new Dispatching();

    @AfterEach
    void end() {
        rig.end();
    }

    private static ConnectVerdict refused(int status) {
        return new ConnectVerdict.Refused(status, Optional.empty(), Bytes.EMPTY);
    }

    @Nested
    @DisplayName("section 1.9")
    final class Connect {
        private ConnectVerdict verdict(Answer answer) {
            EventSession session = rig.session();
            rig.upstream().answer(answer);
            return await(session.connect(newcomer()));
        }

        @Test
        void isAskedWithEverythingThatIsKnown() {
            EventSession.Newcomer newcomer = new EventSession.Newcomer(
                    Optional.of("alice"),
                    Map.of("sub", List.of("alice")),
                    Map.of("a", List.of("1")),
                    Map.of("Host", List.of("h")),
                    List.of("p1"),
                    List.of());

            await(rig.session().connect(newcomer));

            Request request = rig.upstream().next("connect");
            assertThat(request.target()).isEqualTo("/Chat/connect");
            assertThat(request.header("ce-id")).contains("0");
            assertThat(request.header("ce-userId")).contains("alice");
            assertThat(request.text())
                    .isEqualTo("{\"claims\":{\"sub\":[\"alice\"]},\"query\":{\"a\":[\"1\"]},"
                            + "\"headers\":{\"Host\":[\"h\"]},\"subprotocols\":[\"p1\"],\"clientCertificates\":[]}");
        }

        @ParameterizedTest
        @ValueSource(ints = {200, 202, 204})
        void isAdmittedByAnySuccess(int status) {
            assertThat(verdict(Answer.of(status))).isInstanceOf(ConnectVerdict.Admitted.class);
        }

        @Test
        void isRefusedWithStatusBodyAndContentTypeOfTheHandler() {
            assertThat(verdict(Answer.of(401, "application/json", "{\"no\":1}")))
                    .isEqualTo(
                            new ConnectVerdict.Refused(401, Optional.of("application/json"), Bytes.utf8("{\"no\":1}")));
            assertThat(rig.dispatcher().counters().delivered()).isEqualTo(1);
        }

        @Test
        void isRefusedWithTheBeginningOfALongBody() {
            ConnectVerdict verdict = verdict(Answer.of(403, "text/plain", "x".repeat(5000)));

            assertThat(((ConnectVerdict.Refused) verdict).body()).isEqualTo(Bytes.utf8("x".repeat(4096)));
        }

        @Test
        void isRefusedWithTheLastStatusWhenRetriesDoNotHelp() {
            assertThat(verdict(Answer.of(503, "text/plain", "later"))).isEqualTo(refused(503));
            assertThat(rig.upstream().waiting()).isEqualTo(4);
        }

        @Test
        void isRefusedWith500WhenNobodyAnswers() {
            assertThat(verdict(Answer.drop())).isEqualTo(refused(500));
        }

        @Test
        void isRefusedWith500ForAnAnswerAgainstTheContract() {
            assertThat(verdict(Answer.of(200, "application/json", "{\"roles\":[null]}")))
                    .isEqualTo(refused(500));
        }

        @Test
        void isRefusedWith500WhenTheHandlerDoesNotAgreeToGetEvents() {
            rig.upstream().validation(_ -> Answer.of(200));

            assertThat(verdict(Answer.of(204))).isEqualTo(refused(500));
            assertThat(rig.upstream().waiting()).isZero();
        }

        @Test
        void isNotRedirected() {
            assertThat(verdict(Answer.of(302).header("Location", rig.upstream().url("/x"))))
                    .isEqualTo(refused(302));
            assertThat(rig.upstream().waiting()).isEqualTo(1);
        }
    }

    @Nested
    @DisplayName("section 1.11")
    final class UserEvents {
        private EventResult result(Answer answer) {
            EventSession session = rig.session();
            rig.upstream().answer(answer);
            return await(raise(session, "e"));
        }

        @Test
        void areAnsweredByAMessage() {
            assertThat(result(Answer.of(200, "text/plain", "hello").header("x-webpubsub-metadata-A", "1, 2")))
                    .isEqualTo(new EventResult.Message(Payload.text("hello"), Map.of("a", "1, 2")));
        }

        @Test
        void areAnsweredByNothing() {
            assertThat(result(Answer.of(200))).isEqualTo(DONE);
        }

        @Test
        void failWithAnUnknownContentType() {
            assertThat(result(Answer.of(200, "text/html", "x"))).isEqualTo(FAILURE);
            assertThat(rig.dispatcher().counters().failed()).isEqualTo(1);
        }

        @Test
        void failWithABodyThatIsTooLarge() {
            byte[] tooMuch = new byte[16_777_217];

            assertThat(result(Answer.of(200, List.of(), tooMuch))).isEqualTo(FAILURE);
            assertThat(rig.upstream().waiting()).isEqualTo(1);
        }

        @Test
        void takeABodyOfTheGreatestSize() {
            assertThat(result(Answer.of(200, List.of(), new byte[16_777_216]))).isInstanceOf(EventResult.Message.class);
        }
    }
}
