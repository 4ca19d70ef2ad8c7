package dev.groundwave.server.rest;

import dev.groundwave.hub.command.Member;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Which page of a list is wanted, and how the next one is asked for.
 *
 * <p>Source: rest-api.md, section 5.9.
 *
 * @param url the list's own, without a query
 * @param list names the list in tokens
 * @param after the last id that was shown; empty at the beginning
 * @param maxPageSize as the caller gave it
 * @param top how many members this page and all later ones have together
 */
record PageRequest(String url, String list, String after, OptionalInt maxPageSize, OptionalInt top, String apiVersion) {
    private static final String MAX_PAGE_SIZE = "maxpagesize";
    private static final String TOP = "top";
    private static final String TOKEN = "continuationToken";
    private static final int MOST_MEMBERS = 200;
    private static final JsonFactory JSON = new JsonFactory();

    /** Reads the parameters. */
    static PageRequest parse(QueryParameters query, String url, String list, PageTokens tokens)
            throws BadRequestException {
        OptionalInt maxPageSize = query.integer(MAX_PAGE_SIZE, 1, MOST_MEMBERS);
        OptionalInt top = query.integer(TOP, 1, Integer.MAX_VALUE);
        Optional<String> token = query.one(TOKEN);
        String after = token.isEmpty() ? "" : after(token.get(), list, tokens);
        String version = query.one(ApiVersions.PARAMETER).orElse(ApiVersions.NEWEST);
        return new PageRequest(url, list, after, maxPageSize, top, version);
    }

    private static String after(String token, String list, PageTokens tokens) throws BadRequestException {
        int query = token.indexOf('?');
        // Some callers give back the whole link.
        String inside = token.contains("://") && query >= 0
                ? QueryParameters.parse(token.substring(query + 1)).one(TOKEN).orElse("")
                : token;
        return tokens.open(list, inside)
                .orElseThrow(() -> new BadRequestException(
                        RestError.invalid(TOKEN, "The continuation token is not one of this list.")));
    }

    /** How many members the page has at most. */
    int size() {
        return Math.min(maxPageSize.orElse(MOST_MEMBERS), top.orElse(MOST_MEMBERS));
    }

    /**
     * The page's JSON.
     *
     * @param members in order, and one more than the page has if there are more
     */
    byte[] write(List<Member> members, PageTokens tokens) {
        List<Member> page = members.subList(0, Math.min(size(), members.size()));
        boolean isLast = members.size() == page.size() || top.orElse(Integer.MAX_VALUE) == page.size();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
            out.writeStartObject();
            out.writeArrayPropertyStart("value");
            page.forEach(member -> write(member, out));
            out.writeEndArray();
            if (!isLast) {
                String token = tokens.issue(list, page.getLast().connectionId());
                out.writeStringProperty("nextLink", nextLink(token, page.size()));
            }
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void write(Member member, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("connectionId", member.connectionId());
        if (member.userId().isPresent()) {
            out.writeStringProperty("userId", member.userId().get());
        } else {
            out.writeNullProperty("userId");
        }
        out.writeEndObject();
    }

    private String nextLink(String token, int shown) {
        StringBuilder link = new StringBuilder(url).append('?');
        top.ifPresent(
                total -> link.append(TOP).append('=').append(total - shown).append('&'));
        maxPageSize.ifPresent(
                size -> link.append(MAX_PAGE_SIZE).append('=').append(size).append('&'));
        return link.append(TOKEN + '=' + token + '&' + ApiVersions.PARAMETER + '=' + apiVersion)
                .toString();
    }
}
