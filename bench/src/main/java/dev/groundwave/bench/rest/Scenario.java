package dev.groundwave.bench.rest;

import java.util.List;

/**
 * What is measured.
 *
 * @param path of the call, without its host
 * @param members how many clients get each message
 * @param http2 over TLS, chosen by ALPN; else HTTP/1.1 in clear
 * @param freshTokens whether each call of a round has a token that was not seen in this round; else all have the same
 * @param sends calls in a round
 */
record Scenario(String name, String path, int members, boolean http2, boolean freshTokens, int sends) {
    static final String USER = "someone";
    static final String GROUP = "everyone";
    static final String HUB = "bench";

    private static final String TO_USER = "/api/hubs/" + HUB + "/users/" + USER + "/:send";
    private static final String TO_GROUP = "/api/hubs/" + HUB + "/groups/" + GROUP + "/:send";
    private static final int GROUP_MEMBERS = 1000;
    /** So that a round of a large group takes about as long as one of a single user. */
    private static final int GROUP_SHARE = 100;

    /** All there are, with so many sends to a user in a round. */
    static List<Scenario> all(int sends) {
        int groupSends = Math.max(1, sends / GROUP_SHARE);
        return List.of(
                new Scenario("user-http1", TO_USER, 1, false, false, sends),
                new Scenario("user-http1-fresh-tokens", TO_USER, 1, false, true, sends),
                new Scenario("user-http2", TO_USER, 1, true, false, sends),
                new Scenario("group-http1", TO_GROUP, GROUP_MEMBERS, false, false, groupSends),
                new Scenario("group-http2", TO_GROUP, GROUP_MEMBERS, true, false, groupSends));
    }
}
