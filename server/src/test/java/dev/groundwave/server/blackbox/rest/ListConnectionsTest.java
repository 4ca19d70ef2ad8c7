package dev.groundwave.server.blackbox.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.HttpAnswer;
import dev.groundwave.server.blackbox.Json;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("section 5.9")
final class ListConnectionsTest {
    private static final String LIST = "/groups/g/connections";
    private static final Pattern ID = Pattern.compile("\"connectionId\":\"([^\"]+)\"");

    @RegisterExtension
    static final RunningServer SERVER = new RunningServer().publicEndpoints("https://push.example.org/base");

    private static HttpAnswer get(String path) {
        return SERVER.call(SERVER.inHub("GET", path));
    }

    private static HttpAnswer follow(String link) {
        String origin = "http://" + SERVER.authority();
        assertThat(link).startsWith(origin + "/");
        return SERVER.call(SERVER.request("GET", link.substring(origin.length())));
    }

    private static List<String> ids(HttpAnswer page) {
        assertThat(page.status()).as("%s", page).isEqualTo(200);
        List<String> ids = new ArrayList<>();
        Matcher matcher = ID.matcher(page.body());
        while (matcher.find()) {
            ids.add(matcher.group(1));
        }
        return ids;
    }

    private static boolean hasNext(HttpAnswer page) {
        return page.body().contains("\"nextLink\"");
    }

    private static String next(HttpAnswer page) {
        return Json.text(page.body(), "nextLink");
    }

    private static String token(HttpAnswer page) {
        Matcher matcher = Pattern.compile("continuationToken=([^&]+)").matcher(next(page));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static Set<String> members(int count, String... groups) {
        Set<String> ids = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            ids.add(SERVER.json(SERVER.token().groups(groups)).connectionId());
        }
        return ids;
    }

    @Nested
    final class Pages {
        @Test
        void tellConnectionsAndUsers() {
            RawWebSocket alice = SERVER.json(SERVER.token().user("al\"ice").groups("g"));

            HttpAnswer page = get(LIST);

            assertThat(page.status()).isEqualTo(200);
            assertThat(page.body())
                    .isEqualTo("{\"value\":[{\"connectionId\":\"" + alice.connectionId()
                            + "\",\"userId\":\"al\\\"ice\"}]}");
            assertThat(page.header("Content-Type")).contains("application/json; charset=utf-8");
            assertThat(page.header("api-supported-versions")).contains(ErrorBody.VERSIONS);
        }

        @Test
        void tellThatThereIsNoUser() {
            RawWebSocket client = SERVER.json(SERVER.token().groups("g"));

            assertThat(get(LIST).body())
                    .isEqualTo("{\"value\":[{\"connectionId\":\"" + client.connectionId() + "\",\"userId\":null}]}");
        }

        @Test
        void areEmptyForAGroupThatNobodyIsIn() {
            assertThat(get(LIST).body()).isEqualTo("{\"value\":[]}");
            assertThat(get(LIST + "?top=1&maxpagesize=1").body()).isEqualTo("{\"value\":[]}");
        }

        @ParameterizedTest
        @CsvSource({
            "'', 6",
            "?top=3, 3",
            "?maxpagesize=2, '2,2,2'",
            "?top=5&maxpagesize=2, '2,2,1'",
            "?top=4&maxpagesize=2, '2,2'",
            "?top=100&maxpagesize=200, 6",
            "?top=2147483647, 6",
            "?MaxPageSize=4&TOP=6, '4,2'"
        })
        void haveTheSizesOfTheRecordings(String query, String sizes) {
            Set<String> all = members(6, "g");
            members(1, "other");
            List<String> seen = new ArrayList<>();
            List<String> pages = new ArrayList<>();

            HttpAnswer page = get(LIST + query);
            pages.add(Integer.toString(ids(page).size()));
            seen.addAll(ids(page));
            while (hasNext(page)) {
                page = follow(next(page));
                pages.add(Integer.toString(ids(page).size()));
                seen.addAll(ids(page));
            }

            assertThat(String.join(",", pages)).isEqualTo(sizes);
            assertThat(seen).doesNotHaveDuplicates().isSubsetOf(all);
        }

        @Test
        void have200MembersUnlessLessIsAskedFor() {
            members(201, "g");

            HttpAnswer page = get(LIST);

            assertThat(ids(page)).hasSize(200);
            assertThat(ids(follow(next(page)))).hasSize(1);
        }

        @Test
        void showEveryMemberThatStaysExactlyOnceWhateverOthersDo() {
            Set<String> stay = members(7, "g");
            List<RawWebSocket> leave = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                leave.add(SERVER.json(SERVER.token().groups("g")));
            }
            List<String> seen = new ArrayList<>();

            HttpAnswer page = get(LIST + "?maxpagesize=2");
            seen.addAll(ids(page));
            while (hasNext(page)) {
                if (!leave.isEmpty()) {
                    SERVER.status("DELETE", LIST + "/" + leave.removeLast().connectionId());
                }
                members(1, "g");
                page = follow(next(page));
                seen.addAll(ids(page));
            }

            assertThat(seen).doesNotHaveDuplicates().containsAll(stay);
        }

        @Test
        void includeDetachedConnections() {
            RawWebSocket lost = SERVER.reliable("alice", "g");
            lost.drop();

            assertThat(ids(get(LIST))).containsExactly(lost.connectionId());
        }
    }

    @Nested
    final class NextLinks {
        @Test
        void nameWhatTheCallerGaveAndNothingElse() {
            members(3, "g");
            String base = "http://" + SERVER.authority() + "/api/hubs/" + SERVER.hub() + LIST + "?";

            HttpAnswer both = get(LIST + "?api-version=2024-01-01&maxpagesize=1&top=3");
            assertThat(next(both))
                    .isEqualTo(
                            base + "top=2&maxpagesize=1&continuationToken=" + token(both) + "&api-version=2024-01-01");
            HttpAnswer one = get(LIST + "?maxpagesize=1");
            assertThat(next(one))
                    .isEqualTo(base + "maxpagesize=1&continuationToken=" + token(one) + "&api-version=2024-12-01");
        }

        @Test
        void encodeTheGroupAndLowerTheHub() {
            members(2, "a/b c+ü");
            String path = "/api/hubs/" + SERVER.hub().replace("hub", "HUB") + "/groups/a%2Fb%20c+%C3%BC/connections";

            HttpAnswer page = SERVER.call(SERVER.request("GET", path + "?maxpagesize=1"));

            assertThat(next(page)).contains("/api/hubs/" + SERVER.hub() + "/groups/a%2Fb%20c%2B%C3%BC/connections?");
            assertThat(ids(follow(next(page)))).hasSize(1);
        }

        @Test
        void keepTheAddressThatTheCallerUsed() {
            members(2, "g");
            String path = "/api/hubs/" + SERVER.hub() + LIST + "?maxpagesize=1";

            HttpAnswer page = SERVER.call(SERVER.request("GET", "/base" + path).header("Host", "push.example.org"));

            assertThat(next(page)).startsWith("https://push.example.org/base/api/hubs/" + SERVER.hub() + LIST + "?");
        }
    }

    @Nested
    final class Tokens {
        @Test
        void mayBeGivenAloneOrInsideTheirLink() {
            members(3, "g");
            HttpAnswer first = get(LIST + "?maxpagesize=1");
            String link = URLEncoder.encode(next(first), StandardCharsets.UTF_8);

            List<String> rest = ids(get(LIST + "?continuationToken=" + token(first)));
            List<String> same = ids(get(LIST + "?continuationToken=" + link));

            assertThat(rest).hasSize(2).isEqualTo(same).doesNotContainAnyElementsOf(ids(first));
        }

        @Test
        void startBehindTheirMemberEvenWhenItLeft() {
            members(3, "g");
            HttpAnswer first = get(LIST + "?maxpagesize=1");

            SERVER.status("DELETE", LIST + "/" + ids(first).getFirst());

            assertThat(ids(follow(next(first)))).hasSize(1);
            assertThat(ids(get(LIST + "?continuationToken=" + token(first)))).hasSize(2);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "%20",
                    "x",
                    "!",
                    "%C3%BC",
                    "AAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                    "http://127.0.0.1/",
                    "http://127.0.0.1/?continuationToken=",
                    "http://127.0.0.1/?continuationToken=x"
                })
        void thatAreNotOursAreRefused(String token) {
            ErrorBody.expectValidation(get(LIST + "?continuationToken=" + token), "continuationToken");
        }

        @Test
        void thatWereChangedOrBelongElsewhereAreRefused() {
            members(2, "g", "h");
            String token = token(get(LIST + "?maxpagesize=1"));
            char last = token.charAt(token.length() - 2);
            String changed = token.substring(0, token.length() - 2)
                    + (last == 'A' ? 'B' : 'A')
                    + token.charAt(token.length() - 1);

            ErrorBody.expectValidation(get(LIST + "?continuationToken=" + changed), "continuationToken");
            ErrorBody.expectValidation(get("/groups/h/connections?continuationToken=" + token), "continuationToken");
        }
    }

    @Nested
    final class Parameters {
        @ParameterizedTest
        @CsvSource({
            "maxpagesize=0, maxpagesize",
            "maxpagesize=201, maxpagesize",
            "maxpagesize=-1, maxpagesize",
            "maxpagesize=, maxpagesize",
            "maxpagesize=%20, maxpagesize",
            "maxpagesize=1.0, maxpagesize",
            "maxpagesize=1&maxpagesize=1, maxpagesize",
            "top=0, top",
            "top=2147483648, top",
            "top=99999999999999999999, top",
            "top=x, top",
            "top=, top",
            "top=1&Top=2, top",
            "continuationToken=a&continuationToken=a, continuationToken"
        })
        void outsideTheirRulesAreRefused(String query, String target) {
            ErrorBody.expectValidation(get(LIST + "?" + query), target);
        }

        @Test
        void includeTheGroup() {
            ErrorBody.expectValidation(get("/groups/%20/connections"), "group");
            ErrorBody.expectValidation(get("/groups/" + "n".repeat(1025) + "/connections"), "group");
            assertThat(get("/groups/" + "n".repeat(1024) + "/connections").status())
                    .isEqualTo(200);
        }

        @ParameterizedTest
        @ValueSource(strings = {"HEAD", "POST", "DELETE", "PUT"})
        void doNotIncludeOtherMethods(String method) {
            HttpAnswer answer = SERVER.call(SERVER.inHub(method, LIST));

            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.header("Allow")).contains("GET");
        }
    }
}
