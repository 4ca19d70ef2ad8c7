package dev.groundwave.server.rest;

import dev.groundwave.hub.Hub;
import dev.groundwave.hub.Hubs;
import dev.groundwave.hub.command.CommandResult;
import dev.groundwave.hub.command.HubCommand;
import dev.groundwave.hub.command.Publication;
import dev.groundwave.hub.command.Target;
import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.Payload;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Carries operations out on the hubs and turns what became of them into answers.
 *
 * <p>Safe for all threads; never blocks. Source: rest-api.md, section 5.
 */
final class OperationRunner {
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int NO_CONTENT = 204;
    private static final JsonFactory JSON = new JsonFactory();

    private final Hubs hubs;
    private final ClientTokenIssuer tokens;
    private final PageTokens pages;

    OperationRunner(Hubs hubs, ClientTokenIssuer tokens, PageTokens pages) {
        this.hubs = hubs;
        this.tokens = tokens;
        this.pages = pages;
    }

    /** Carries a send out, whose body was read. */
    CompletionStage<RestResponse> send(RestOperation.Send send, Payload payload) {
        Publication publication = new Publication(
                send.target(),
                payload,
                send.metadata(),
                Optional.empty(),
                send.excluded(),
                send.filter(),
                send.ttlSeconds(),
                Optional.empty());
        return submit(send, new HubCommand.Publish(publication));
    }

    /** Carries out a change of many connections' groups, whose body was read. */
    CompletionStage<RestResponse> change(RestOperation.ChangeGroups operation, GroupChange change) {
        return submit(
                operation,
                operation.join()
                        ? new HubCommand.JoinGroups(change.filter(), change.groups())
                        : new HubCommand.LeaveGroups(change.filter(), change.groups()));
    }

    /** Carries out an operation that needs no body. */
    CompletionStage<RestResponse> run(RestOperation operation) {
        return switch (operation) {
            case RestOperation.Send _, RestOperation.ChangeGroups _ ->
                throw new IllegalArgumentException("the operation needs its body");
            case RestOperation.Close close ->
                submit(close, new HubCommand.Close(close.who(), close.excluded(), close.reason()));
            case RestOperation.AddToGroup add -> submit(add, new HubCommand.Join(add.who(), add.group()));
            case RestOperation.RemoveFromGroup remove ->
                submit(remove, new HubCommand.Leave(remove.who(), remove.group()));
            case RestOperation.RemoveFromAllGroups remove -> submit(remove, new HubCommand.LeaveAll(remove.who()));
            case RestOperation.Exists exists -> probed(hub(exists).exists(exists.who()), absent(exists.who()));
            case RestOperation.ListGroup list -> list(list);
            case RestOperation.GrantPermission grant ->
                submit(grant, new HubCommand.Grant(grant.who(), grant.permission(), grant.group()));
            case RestOperation.CheckPermission check ->
                probed(
                        hub(check).allows(check.who().connectionId(), check.permission(), check.group()),
                        RestError.noConnection("Info", check.who().connectionId()));
            case RestOperation.RevokePermission revoke ->
                submit(revoke, new HubCommand.Revoke(revoke.who(), revoke.permission(), revoke.group()));
            case RestOperation.GenerateToken order -> CompletableFuture.completedStage(token(tokens.issue(order)));
        };
    }

    private CompletionStage<RestResponse> submit(RestOperation operation, HubCommand command) {
        return hub(operation).submit(command).thenApply(result -> answer(operation, result));
    }

    private Hub hub(RestOperation operation) {
        return hubs.hub(operation.hub());
    }

    /** Asks for one member more than the page has, to know whether there is another page. */
    private CompletionStage<RestResponse> list(RestOperation.ListGroup list) {
        PageRequest page = list.page();
        return hub(list)
                .members(list.group(), page.after(), page.size() + 1)
                .thenApply(members -> json(page.write(members, pages)));
    }

    private static CompletionStage<RestResponse> probed(boolean found, RestError otherwise) {
        return CompletableFuture.completedStage(found ? success(OK) : otherwise.response());
    }

    private static RestResponse answer(RestOperation operation, CommandResult result) {
        return switch (result) {
            case DONE -> success(statusOfSuccess(operation));
            case NOT_FOUND -> notFound(operation);
            case CONFLICT -> conflict(operation);
            case DUPLICATE, FORBIDDEN ->
                throw new IllegalStateException("the application has neither ack ids nor permissions, yet: " + result);
        };
    }

    private static int statusOfSuccess(RestOperation operation) {
        return switch (operation) {
            case RestOperation.Send _ -> ACCEPTED;
            case RestOperation.Close _,
                    RestOperation.RemoveFromGroup _,
                    RestOperation.RemoveFromAllGroups _,
                    RestOperation.RevokePermission _ -> NO_CONTENT;
            case RestOperation.AddToGroup _,
                    RestOperation.ChangeGroups _,
                    RestOperation.Exists _,
                    RestOperation.ListGroup _,
                    RestOperation.GrantPermission _,
                    RestOperation.CheckPermission _,
                    RestOperation.GenerateToken _ -> OK;
        };
    }

    /** Only adding and granting want somebody there; everything else is done when nobody is. */
    private static RestResponse notFound(RestOperation operation) {
        if (operation instanceof RestOperation.AddToGroup add) {
            return absentMember(add.who()).response();
        }
        if (operation instanceof RestOperation.GrantPermission grant) {
            return RestError.noConnection("Info", grant.who().connectionId()).response();
        }
        return success(statusOfSuccess(operation));
    }

    private static RestResponse conflict(RestOperation operation) {
        if (operation instanceof RestOperation.GrantPermission grant) {
            return RestError.tooManyGrants(grant.who().connectionId()).response();
        }
        throw new IllegalStateException("only what is granted can be too much");
    }

    private static RestError absentMember(Target who) {
        return who instanceof Target.OneConnection(String id) ? RestError.noConnection("Error", id) : absent(who);
    }

    private static RestError absent(Target who) {
        return switch (who) {
            case Target.OneConnection(String id) -> RestError.noConnection("Warning", id);
            case Target.User(String userId) -> RestError.noUser(userId);
            case Target.Group(String group) -> RestError.noGroup(group);
            case Target.All() -> throw new IllegalArgumentException("no operation asks whether a hub has connections");
        };
    }

    private static RestResponse success(int status) {
        return new RestResponse(status, List.of(ApiVersions.HEADER), Bytes.EMPTY);
    }

    private static RestResponse token(String token) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
            out.writeStartObject();
            out.writeStringProperty("token", token);
            out.writeEndObject();
        }
        return json(bytes.toByteArray());
    }

    private static RestResponse json(byte[] body) {
        return new RestResponse(
                OK,
                List.of(Map.entry("Content-Type", "application/json; charset=utf-8"), ApiVersions.HEADER),
                Bytes.wrap(body));
    }
}
