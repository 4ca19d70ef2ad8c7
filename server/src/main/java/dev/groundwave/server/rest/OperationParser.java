package dev.groundwave.server.rest;

import dev.groundwave.hub.command.AudienceFilter;
import dev.groundwave.hub.command.Target;
import dev.groundwave.wire.ClientPath;
import dev.groundwave.wire.GroupName;
import dev.groundwave.wire.HubName;
import dev.groundwave.wire.Metadata;
import dev.groundwave.wire.Permission;
import dev.groundwave.wire.WireLimits;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns a matched request into an operation, checking its names and parameters.
 *
 * <p>Lives for one request. A parameter that an operation does not know is not looked at. Source: rest-api.md, sections 1
 * and 5.
 */
final class OperationParser {
    private static final String FILTER = "filter";
    private static final String EXCLUDED = "excluded";
    private static final String MESSAGE_TTL = "messageTtlSeconds";
    private static final String MINUTES_TO_EXPIRE = "minutesToExpire";
    private static final String CLIENT_TYPE = "clientType";
    private static final String METADATA_PREFIX = "x-webpubsub-metadata-";
    private static final int DEFAULT_MINUTES = 60;

    /** What all requests share. */
    record Context(CallersEndpoint endpoint, PageTokens pages) {}

    private final Context context;
    private final RestHead head;
    private final RequestTarget target;
    private final Map<String, String> rawNames;
    private final QueryParameters query;

    private OperationParser(Context context, RestHead head, RouteMatch.Found found, QueryParameters query) {
        this.context = context;
        this.head = head;
        this.target = found.target();
        this.rawNames = found.rawNames();
        this.query = query;
    }

    /** The operation of a request whose caller is known. */
    static RestOperation parse(RouteMatch.Found found, RestHead head, Context context) throws BadRequestException {
        QueryParameters query = QueryParameters.parse(found.target().query());
        ApiVersions.check(query);
        return new OperationParser(context, head, found, query).operation(found.route());
    }

    private RestOperation operation(Route route) throws BadRequestException {
        HubName hub = hub();
        return switch (route) {
            case HEALTH -> throw new IllegalArgumentException("health is no operation on a hub");
            case SEND_TO_ALL -> send(hub, new Target.All(), excluded());
            case SEND_TO_GROUP -> send(hub, new Target.Group(group()), excluded());
            case SEND_TO_USER -> send(hub, user(), Set.of());
            case SEND_TO_CONNECTION -> sendToConnection(hub);
            case CLOSE_ALL -> close(hub, new Target.All(), excluded());
            case CLOSE_GROUP -> close(hub, new Target.Group(group()), excluded());
            case CLOSE_USER -> close(hub, user(), excluded());
            case CLOSE_CONNECTION -> close(hub, connection(), Set.of());
            case CONNECTION_EXISTS -> new RestOperation.Exists(hub, connection());
            case GROUP_EXISTS -> new RestOperation.Exists(hub, new Target.Group(group()));
            case USER_EXISTS -> new RestOperation.Exists(hub, user());
            case LIST_GROUP -> listGroup(hub, group());
            case ADD_CONNECTION_TO_GROUP -> new RestOperation.AddToGroup(hub, connection(), group());
            case REMOVE_CONNECTION_FROM_GROUP -> new RestOperation.RemoveFromGroup(hub, connection(), group());
            case ADD_USER_TO_GROUP -> new RestOperation.AddToGroup(hub, user(), group());
            case REMOVE_USER_FROM_GROUP -> new RestOperation.RemoveFromGroup(hub, user(), group());
            case REMOVE_USER_FROM_ALL_GROUPS -> new RestOperation.RemoveFromAllGroups(hub, user());
            case REMOVE_CONNECTION_FROM_ALL_GROUPS -> new RestOperation.RemoveFromAllGroups(hub, connection());
            case ADD_TO_GROUPS -> new RestOperation.ChangeGroups(hub, true);
            case REMOVE_FROM_GROUPS -> new RestOperation.ChangeGroups(hub, false);
            case GRANT_PERMISSION -> new RestOperation.GrantPermission(hub, connection(), permission(), targetName());
            case CHECK_PERMISSION -> new RestOperation.CheckPermission(hub, connection(), permission(), targetName());
            case REVOKE_PERMISSION -> new RestOperation.RevokePermission(hub, connection(), permission(), targetName());
            case GENERATE_TOKEN -> generateToken(hub);
        };
    }

    private RestOperation send(HubName hub, Target target, Set<String> excluded) throws BadRequestException {
        AudienceFilter filter = Filters.compile(query.one(FILTER).orElse(""), FILTER);
        return new RestOperation.Send(hub, target, excluded, filter, metadata(), ttlSeconds());
    }

    private RestOperation sendToConnection(HubName hub) throws BadRequestException {
        Target connection = connection();
        return new RestOperation.Send(hub, connection, Set.of(), AudienceFilter.EVERYONE, metadata(), ttlSeconds());
    }

    private RestOperation close(HubName hub, Target who, Set<String> excluded) throws BadRequestException {
        return new RestOperation.Close(hub, who, excluded, query.one("reason").filter(text -> !text.isEmpty()));
    }

    private RestOperation listGroup(HubName hub, String group) throws BadRequestException {
        String url = context.endpoint().of(head)
                + target.pathBefore(Route.LIST_GROUP.segments())
                + "/api/hubs/" + hub.value() + "/groups/" + PercentCoding.encodeSegment(group) + "/connections";
        PageRequest page = PageRequest.parse(query, url, hub.value() + "/" + group, context.pages());
        return new RestOperation.ListGroup(hub, group, page);
    }

    private RestOperation generateToken(HubName hub) throws BadRequestException {
        Optional<String> userId = query.one(Route.USER_ID).filter(text -> !text.isEmpty());
        if (userId.isPresent() && userId.get().length() > WireLimits.MAX_USER_ID_CHARS) {
            throw invalid(Route.USER_ID, "The user id is longer than " + WireLimits.MAX_USER_ID_CHARS + " characters.");
        }
        List<String> groups = query.all(Route.GROUP);
        for (String group : groups) {
            checkGroup(group);
        }
        int minutes = query.integer(MINUTES_TO_EXPIRE, 1, Integer.MAX_VALUE).orElse(DEFAULT_MINUTES);
        String clientPath = clientPath();
        String audience = context.endpoint().of(head) + clientPath + hub.value();
        return new RestOperation.GenerateToken(
                hub, audience, userId, query.all("role"), groups, Duration.ofMinutes(minutes));
    }

    private String clientPath() throws BadRequestException {
        String clientType = query.one(CLIENT_TYPE).orElse("default");
        return switch (clientType.toLowerCase(Locale.ROOT)) {
            case "default" -> ClientPath.PREFIX;
            case "mqtt" -> "/clients/mqtt/hubs/";
            default -> throw invalid(CLIENT_TYPE, "The value '" + clientType + "' is not valid.");
        };
    }

    private HubName hub() throws BadRequestException {
        return HubName.parse(name(Route.HUB)).orElseThrow(() -> invalid(Route.HUB, "Invalid hub name."));
    }

    private Target user() throws BadRequestException {
        return new Target.User(name(Route.USER_ID));
    }

    private Target.OneConnection connection() throws BadRequestException {
        return new Target.OneConnection(name(Route.CONNECTION_ID));
    }

    private String group() throws BadRequestException {
        return checkGroup(name(Route.GROUP));
    }

    private Permission permission() throws BadRequestException {
        String name = name(Route.PERMISSION);
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "sendtogroup" -> Permission.SEND_TO_GROUP;
            case "joinleavegroup" -> Permission.JOIN_LEAVE_GROUP;
            default -> throw invalid(Route.PERMISSION, "The value '" + name + "' is not valid.");
        };
    }

    /** The group of a permission; here a bad name is no validation error. Source: rest-api.md, section 5.8. */
    private String targetName() throws BadRequestException {
        return query.one("targetName")
                .filter(GroupName::isValid)
                .orElseThrow(() -> new BadRequestException(RestError.badRequest(RestError.GROUP_NAME_RULE)));
    }

    private static String checkGroup(String group) throws BadRequestException {
        if (!GroupName.isValid(group)) {
            throw invalid(Route.GROUP, RestError.GROUP_NAME_RULE);
        }
        return group;
    }

    private String name(String placeholder) throws BadRequestException {
        String raw = rawNames.getOrDefault(placeholder, "");
        return PercentCoding.decodeSegment(raw)
                .orElseThrow(() -> new BadRequestException(
                        RestError.badRequest("The path is not percent-encoded UTF-8.", placeholder)));
    }

    private Set<String> excluded() {
        return Set.copyOf(query.all(EXCLUDED));
    }

    private int ttlSeconds() throws BadRequestException {
        return query.integer(MESSAGE_TTL, 0, WireLimits.MAX_TTL_SECONDS).orElse(0);
    }

    /** Source: rest-api.md, section 5.4. */
    private Map<String, String> metadata() throws BadRequestException {
        Map<String, String> metadata = new LinkedHashMap<>();
        head.headers().forEach((name, value) -> {
            if (name.startsWith(METADATA_PREFIX)) {
                metadata.put(name.substring(METADATA_PREFIX.length()), value);
            }
        });
        metadata.replaceAll((key, _) -> lastPart(head.values(METADATA_PREFIX + key)));
        try {
            return Metadata.checkedCopy(metadata);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(RestError.badRequest("Invalid metadata header."));
        }
    }

    /** Of a repeated header the last part between commas counts; a single one is taken whole. */
    private static String lastPart(List<String> values) {
        String last = values.getLast();
        return values.size() == 1
                ? last
                : last.substring(last.lastIndexOf(',') + 1).strip();
    }

    private static BadRequestException invalid(String parameter, String message) {
        return new BadRequestException(RestError.invalid(parameter, message));
    }
}
