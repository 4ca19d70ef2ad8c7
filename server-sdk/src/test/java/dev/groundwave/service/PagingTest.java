package dev.groundwave.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lists over several pages. Source: rest-api.md, section 5.9. */
class PagingTest {
    private static final String PATH = "/api/hubs/chat/groups/a%2Fb/connections";

    private final ScriptedService service = new ScriptedService();
    private final WebPubSubService hub = service.client();

    @AfterEach
    void end() {
        service.close();
    }

    private void page(String members, String nextLink) {
        String link = nextLink.isEmpty() ? "" : ",\"nextLink\":\"" + nextLink + "\"";
        service.answers(200, Map.of(), "{\"value\":[" + members + "]" + link + "}");
    }

    private static String member(String connectionId) {
        return "{\"connectionId\":\"" + connectionId + "\",\"userId\":null,\"more\":{\"a\":[1]}}";
    }

    @Test
    void theStreamFollowsTheLinksToTheLastPage() {
        page(
                member("c1") + "," + member("c2"),
                service.endpoint() + PATH
                        + "?top=3&maxpagesize=2&continuationToken=x%2B%2F%20%3D&api-version=2024-12-01");
        page(member("c3"), "");

        assertThat(hub.listConnections("a/b", ListOptions.all().withTop(5).withMaxPageSize(2)))
                .extracting(GroupMember::connectionId)
                .containsExactly("c1", "c2", "c3");

        assertThat(service.requests())
                .extracting(ScriptedService.Request::rawTarget)
                .containsExactly(
                        PATH + "?top=5&maxpagesize=2&api-version=2024-12-01",
                        PATH + "?top=3&maxpagesize=2&continuationToken=x%2B%2F%20%3D&api-version=2024-12-01");
    }

    @Test
    void aPageIsFetchedWhenTheStreamGetsThere() {
        page(member("c1"), service.endpoint() + PATH + "?continuationToken=t");

        var members = hub.listConnections("a/b");
        assertThat(service.requests()).isEmpty();

        assertThat(members.findFirst()).contains(new GroupMember("c1", Optional.empty()));
        assertThat(service.requests()).hasSize(1);
    }

    @Test
    void aLinkToElsewhereGetsNoRequest() {
        page(member("c1"), "https://elsewhere.example.org/other?continuationToken=t");
        page(member("c2"), "");

        assertThat(hub.listConnections("a/b")).hasSize(2);
        assertThat(service.requests().get(1).rawTarget())
                .isEqualTo(PATH + "?continuationToken=t&api-version=2024-12-01");
    }

    @Test
    void aPageTellsUsersAndTheMarkToGoOnFrom() {
        page("{\"connectionId\":\"c1\",\"userId\":\"alice\"}", service.endpoint() + PATH + "?continuationToken=t1");

        ConnectionPage page = hub.listConnectionsPage("a/b", ListOptions.all());

        assertThat(page.connections()).containsExactly(new GroupMember("c1", Optional.of("alice")));
        assertThat(page.continuationToken()).contains("t1");
    }

    @Test
    void aListGoesOnFromAMarkThatWasKept() {
        page("", "");

        ConnectionPage page = hub.listConnectionsPage("a/b", ListOptions.all().from("kept&more"));

        assertThat(page.connections()).isEmpty();
        assertThat(page.continuationToken()).isEmpty();
        assertThat(service.only().line()).isEqualTo("GET " + PATH + "?continuationToken=kept%26more");
    }

    @Test
    void aLinkWithoutAMarkIsAFailureInsteadOfAnEndlessList() {
        page(member("c1"), service.endpoint() + PATH + "?top=3");

        assertThatThrownBy(() -> hub.listConnections("a/b").count())
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("continuation token");
    }
}
