package dev.groundwave.server.blackbox.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.HttpAnswer;
import dev.groundwave.server.blackbox.Json;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("section 6")
final class FilterTest {
    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    private static String query(String filter) {
        return "?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8);
    }

    private static HttpAnswer send(String path, String filter) {
        return SERVER.call(SERVER.inHub("POST", path + query(filter)).body("text/plain", "filtered"));
    }

    /** Whether a client got what was sent through the filter: the marker to all comes behind it. */
    private static boolean got(RawWebSocket client) {
        boolean filtered = client.nextText().contains("filtered");
        if (filtered) {
            assertThat(client.nextText()).contains("marker");
        }
        return filtered;
    }

    @Nested
    final class Examples {
        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                quoteCharacter = '"',
                value = {
                    "userId eq 'alice'; A",
                    "userId ne null; ABV",
                    "userId eq null; N",
                    "not (userId in ('alice','bob-vip')); NV",
                    "'room1' in groups and not ('muted' in groups); AV",
                    "length(groups) gt 2; V",
                    "startswith(userId,'o'''); V",
                    "tolower(userId) eq 'ALICE' or toupper(userId) eq 'ALICE'; A",
                    "connectionId ne 'x' and contains(userId,'-vip'); B",
                    "substring(userId,0,3) eq 'bob'; B"
                })
        void selectWhatTheContractSays(String filter, String expected) {
            RawWebSocket alice = SERVER.json(SERVER.token().user("alice").groups("room1"));
            RawWebSocket bob = SERVER.json(SERVER.token().user("bob-vip").groups("room1", "muted"));
            RawWebSocket nobody = SERVER.json(SERVER.token());
            RawWebSocket odd = SERVER.json(SERVER.token().user("o'neil").groups("room1", "b", "c"));

            assertThat(send("/:send", filter).status()).isEqualTo(202);
            SERVER.sendText("/:send", "marker");

            String actual =
                    (got(alice) ? "A" : "") + (got(bob) ? "B" : "") + (got(nobody) ? "N" : "") + (got(odd) ? "V" : "");
            assertThat(actual).isEqualTo(expected);
        }
    }

    @Nested
    final class OnSends {
        @ParameterizedTest
        @ValueSource(strings = {"/:send", "/groups/g/:send", "/users/alice/:send"})
        void choosesAmongTheReceivers(String path) {
            RawWebSocket first = SERVER.json(SERVER.token().user("alice").groups("g"));
            RawWebSocket second = SERVER.json(SERVER.token().user("alice").groups("g"));

            assertThat(send(path, "connectionId eq '" + second.connectionId() + "'")
                            .status())
                    .isEqualTo(202);

            assertThat(second.nextText()).contains("filtered");
            first.expectNothingBeforePong();
        }

        @Test
        void worksBesideExclusionsAndReachesEveryKindOfClient() {
            RawWebSocket spared = SERVER.json(SERVER.token().user("alice"));
            RawWebSocket json = SERVER.json(SERVER.token().user("alice"));
            RawWebSocket simple = SERVER.simple(SERVER.token().user("alice"), "");
            RawWebSocket reliable = SERVER.reliable("alice");
            RawWebSocket other = SERVER.json(SERVER.token().user("bob"));

            String path = "/:send" + query("userId eq 'alice'") + "&excluded=" + spared.connectionId();
            assertThat(SERVER.sendText(path, "filtered")).isEqualTo(202);

            assertThat(simple.nextText()).isEqualTo("filtered");
            assertThat(json.nextText()).contains("filtered");
            assertThat(reliable.nextText()).contains("\"sequenceId\":1,");
            spared.expectNothingBeforePong();
            other.expectNothingBeforePong();
        }

        @Test
        void isAskedOfADetachedConnectionToo() {
            RawWebSocket lost = SERVER.reliable("alice", "g");
            lost.drop();

            send("/:send", "userId eq 'alice' and 'g' in groups");
            send("/:send", "userId eq 'bob'");
            SERVER.sendText("/:send", "marker");

            RawWebSocket back = SERVER.recover(lost);
            assertThat(back.nextText()).contains("filtered");
            assertThat(back.nextText()).contains("marker");
        }

        @Test
        void seesTheGroupsOfTheMoment() {
            RawWebSocket client = SERVER.json(SERVER.token());
            String member = "/groups/late/connections/" + client.connectionId();

            send("/:send", "'late' in groups");
            SERVER.status("PUT", member);
            assertThat(SERVER.sendText("/:send" + query("'late' in groups"), "in"))
                    .isEqualTo(202);
            SERVER.status("DELETE", member);
            send("/:send", "'late' in groups");

            assertThat(client.nextText()).contains("\"in\"");
            client.expectNothingBeforePong();
        }

        @Test
        void isTreatedAsAbsentWhenEmpty() {
            RawWebSocket client = SERVER.json("alice");

            assertThat(SERVER.sendText("/:send?filter=", "hi")).isEqualTo(202);

            assertThat(client.nextText()).contains("\"hi\"");
        }

        @Test
        void isNoParameterOfASendToOneConnectionNorOfACloseCall() {
            RawWebSocket client = SERVER.json("alice");

            assertThat(SERVER.sendText("/connections/" + client.connectionId() + "/:send?filter=nonsense", "hi"))
                    .isEqualTo(202);
            assertThat(SERVER.status("POST", "/groups/g/:closeConnections?filter=nonsense"))
                    .isEqualTo(204);

            assertThat(client.nextText()).contains("\"hi\"");
        }
    }

    @Nested
    final class Refused {
        @Test
        void sayWhere() {
            ErrorBody.expectValidation(
                    send("/:send", "invalid filter"),
                    "filter",
                    "Invalid syntax for 'invalid filter': Syntax error at position 14 in 'invalid filter'."
                            + " (Parameter 'filter')");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    " ",
                    "userId",
                    "1",
                    "not userId eq 'a'",
                    "userId gt 'a'",
                    "userId Eq 'a'",
                    "userName eq 'a'",
                    "fly(userId)",
                    "userId eq 'a' and",
                    "userId eq 'a",
                    "groups/any(g: g eq 'a')",
                    "1 add 1 eq 2",
                    "1.5 gt 1"
                })
        void sendNothing(String filter) {
            RawWebSocket client = SERVER.json(SERVER.token().user("alice").groups("g"));

            for (String path : List.of("/:send", "/groups/g/:send", "/users/alice/:send")) {
                ErrorBody.expectValidation(send(path, filter), "filter");
            }

            client.expectNothingBeforePong();
        }

        @Test
        void areQuotedInTheMessageWhateverTheyHold() {
            String message = Json.text(send("/:send", "\"ü\\ eq 1").body(), "message");

            assertThat(message).contains("'\"ü\\ eq 1'");
        }

        @Test
        void nestDeeperThanAHundred() {
            assertThat(send("/:send", "(".repeat(100) + "true" + ")".repeat(100))
                            .status())
                    .isEqualTo(202);
            ErrorBody.expectValidation(send("/:send", "(".repeat(101) + "true" + ")".repeat(101)), "filter");
        }

        @Test
        void mayNotBeGivenTwice() {
            ErrorBody.expectValidation(
                    SERVER.call(SERVER.inHub("POST", "/:send?filter=true&Filter=true")
                            .body("text/plain", "x")),
                    "filter");
        }
    }
}
