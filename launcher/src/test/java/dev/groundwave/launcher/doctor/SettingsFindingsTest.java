package dev.groundwave.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.settings.EventHandlerSettings;
import dev.groundwave.server.settings.EventPattern;
import dev.groundwave.server.settings.GroupFilter;
import dev.groundwave.server.settings.GroupPresenceSettings;
import dev.groundwave.server.settings.PresenceEvent;
import dev.groundwave.server.settings.SystemEvent;
import dev.groundwave.server.settings.UpstreamAuth;
import dev.groundwave.server.settings.UrlTemplate;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What handlers take from each other: events-and-operations.md, section 1.2. */
final class SettingsFindingsTest {
    private static final GroupPresenceSettings NO_GROUPS = GroupPresenceSettings.NONE;

    private static EventHandlerSettings handler(String pattern, GroupPresenceSettings groups, SystemEvent... events) {
        return new EventHandlerSettings(
                new UrlTemplate("http://app.example/{event}"),
                EventPattern.parse(pattern),
                Set.of(events),
                groups,
                new UpstreamAuth.None(),
                false);
    }

    private static GroupPresenceSettings joined(String... filters) {
        return new GroupPresenceSettings(
                Set.of(PresenceEvent.JOINED),
                Stream.of(filters).map(GroupFilter::new).toList());
    }

    private static List<String> ofLast(EventHandlerSettings... all) {
        return SettingsFindings.of(List.of(all), all.length - 1).stream()
                .map(Finding::text)
                .toList();
    }

    @Test
    void nothingIsSaidOfHandlersOfDifferentEvents() {
        assertThat(ofLast(
                        handler("a,b", NO_GROUPS, SystemEvent.CONNECT),
                        handler("c", joined("x"), SystemEvent.CONNECTED),
                        handler("*", joined("y"), SystemEvent.DISCONNECTED)))
                .isEmpty();
    }

    @Test
    void aHandlerThatWantsNothingIsNamed() {
        assertThat(ofLast(handler("", NO_GROUPS)))
                .containsExactly("It wants no event and gets none; it was not asked.");
    }

    @Test
    void anEventIsTakenByTheFirstThatWantsIt() {
        assertThat(ofLast(
                        handler("a", NO_GROUPS, SystemEvent.CONNECT),
                        handler("*", joined(), SystemEvent.CONNECT, SystemEvent.CONNECTED),
                        handler("A,b", joined("x"), SystemEvent.CONNECT, SystemEvent.CONNECTED)))
                .containsExactly(
                        "Before it, handler 1 gets connect, the user event a; handler 2 gets connected, joined,"
                                + " the user event b.");
    }

    @Test
    void ofTwoHandlersOfEverythingTheSecondGetsNothing() {
        assertThat(ofLast(handler("*", NO_GROUPS), handler("*", NO_GROUPS)))
                .containsExactly("Before it, handler 1 gets all user events.");
    }

    @Test
    void groupsAreTakenWhereEveryFilterIsTheSame() {
        assertThat(ofLast(handler("", joined("x", "y")), handler("", joined("x"))))
                .containsExactly("Before it, handler 1 gets joined.");
        assertThat(ofLast(handler("", joined("x")), handler("", joined("x", "z"))))
                .isEmpty();
        assertThat(ofLast(handler("", joined("x")), handler("", joined()))).isEmpty();
    }
}
