package dev.groundwave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.hub.command.CommandResult;
import dev.groundwave.hub.command.HubCommand;
import dev.groundwave.hub.command.Target;
import dev.groundwave.hub.delivery.ManualLane;
import dev.groundwave.wire.Dialect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Does random things to a stepped hub and checks what the clients got.
 *
 * <p>A text is {@code sender|group|number}. Each client's expectations are kept beside it in a {@link ModelClient}.
 */
final class RandomHubLife {
    private static final List<String> GROUPS = List.of("red", "green", "blue");
    static final String APPLICATION = "application";

    private final Random random;
    private final String seedText;
    private final SteppedHub hub = new SteppedHub();
    private final List<ModelClient> present = new ArrayList<>();
    private final List<ModelClient> gone = new ArrayList<>();
    private final Map<String, Integer> lastNumbers = new HashMap<>();
    private int clients;

    RandomHubLife(long seed) {
        random = new Random(seed);
        seedText = "seed " + seed;
    }

    void step() {
        int dice = random.nextInt(100);
        if (dice < 40) {
            hub.lane(random.nextInt(3)).step();
        } else if (dice < 46 || present.size() < 3) {
            attach();
        } else if (dice < 56) {
            join(anyone(), anyGroup());
        } else if (dice < 62) {
            leave(anyone(), anyGroup());
        } else if (dice < 82) {
            publish(anyone(), anyGroup(), random.nextInt(3) == 0);
        } else if (dice < 90) {
            publishFromOutside(anyGroup(), someIds(), () -> {});
        } else if (dice < 94) {
            joinOrLeaveFromOutside(anyone(), anyGroup(), random.nextBoolean());
        } else {
            stepOfAnEnd(anyone(), random.nextInt(12));
        }
    }

    private void stepOfAnEnd(ModelClient someone, int dice) {
        if (dice < 4) {
            detach(someone);
        } else if (dice < 6) {
            closeFromOutside(new Target.OneConnection(someone.id()), Set.of());
        } else if (dice < 7) {
            closeFromOutside(new Target.Group(anyGroup()), someIds());
        } else if (dice < 8) {
            someone.breakDown();
        } else {
            // The answer's continuation goes on in the middle of whatever the lane does.
            publishFromOutside(anyGroup(), Set.of(), () -> publishFromOutside(anyGroup(), Set.of(), () -> {}));
        }
    }

    void end() {
        hub.settle();
        present.forEach(client -> client.checkAllArrived(seedText));
        List.copyOf(present).forEach(this::detach);
        hub.settle();
        gone.forEach(client -> client.checkLog(seedText));
        assertThat(hub.allIsAnswered()).as(seedText).isTrue();
        assertThat(hub.encoder().unreleased()).as(seedText).isEmpty();
        assertThat(hub.hub().connectionCount()).as(seedText).isZero();
        assertThat(hub.hub().exists(new Target.All())).as(seedText).isFalse();
        assertThat(hub.hub().exists(new Target.User("user"))).as(seedText).isFalse();
        assertThat(GROUPS).as(seedText).noneMatch(group -> hub.hub().exists(new Target.Group(group)));
        assertThat(gone)
                .as(seedText)
                .noneMatch(client -> client.client().connection().isCongested());
    }

    /** How many messages reached a client. */
    int delivered() {
        return gone.stream().mapToInt(client -> client.client().texts().size()).sum();
    }

    private void attach() {
        String id = "c" + clients++;
        Dialect dialect = random.nextInt(3) == 0 ? Dialect.SIMPLE : Dialect.JSON;
        List<String> first = random.nextBoolean() ? List.of(anyGroup()) : List.of();
        Optional<String> user = random.nextBoolean() ? Optional.of("user") : Optional.empty();
        Permissions permissions = Permissions.ofRoles(SteppedHub.ALL_ROLES);
        ModelClient client =
                new ModelClient(hub.attach(random.nextInt(3), new Attachment(id, user, permissions, first, dialect)));
        first.forEach(client::joined);
        present.add(client);
    }

    private void join(ModelClient someone, String group) {
        if (someone.client().join(group) == CommandResult.DONE) {
            someone.joined(group);
        }
    }

    private void leave(ModelClient someone, String group) {
        if (someone.client().leave(group) == CommandResult.DONE) {
            someone.left(group, seedText);
        }
    }

    private void joinOrLeaveFromOutside(ModelClient someone, String group, boolean join) {
        Target who = new Target.OneConnection(someone.id());
        HubCommand command = join ? new HubCommand.Join(who, group) : new HubCommand.Leave(who, group);
        // Answered on the client's lane in the very task that did it, so the model follows at the right moment.
        hub.submitAndThen(command, () -> {
            if (!hub.hub().exists(who)) {
                return;
            }
            if (join) {
                someone.joined(group);
            } else {
                someone.left(group, seedText);
            }
        });
    }

    private void publish(ModelClient sender, String group, boolean noEcho) {
        String text = nextText(sender.id(), group);
        expect(group, text, noEcho ? Set.of(sender.id()) : Set.of());
        CommandResult result = noEcho
                ? sender.client().publishNoEcho(group, text)
                : sender.client().publish(group, text);
        if (result == CommandResult.DONE) {
            noteTasks(text, lane -> lane == sender.client().lane());
        } else {
            assertThat(hub.hub().exists(new Target.OneConnection(sender.id())))
                    .as(seedText)
                    .isFalse();
            present.forEach(client -> client.unexpect(text));
        }
    }

    private void publishFromOutside(String group, Set<String> excluded, Runnable then) {
        String text = nextText(APPLICATION, group);
        expect(group, text, excluded);
        hub.submitAndThen(SteppedHub.publish(new Target.Group(group), text, excluded), then);
        noteTasks(text, ManualLane::isCurrent);
    }

    private void expect(String group, String text, Set<String> excluded) {
        present.forEach(client -> client.expect(group, text, excluded.contains(client.id())));
    }

    private void noteTasks(String text, Predicate<ManualLane> here) {
        present.forEach(
                client -> client.noteTask(text, here.test(client.client().lane())));
    }

    private void detach(ModelClient someone) {
        someone.client().detach();
        someone.detached(seedText);
        someone.checkLog(seedText);
        present.remove(someone);
        gone.add(someone);
    }

    private void closeFromOutside(Target target, Set<String> excluded) {
        hub.post(new HubCommand.Close(target, excluded, Optional.empty()));
    }

    private String nextText(String sender, String group) {
        return sender + "|" + group + "|" + lastNumbers.merge(sender + "|" + group, 1, Integer::sum);
    }

    private ModelClient anyone() {
        return present.get(random.nextInt(present.size()));
    }

    private String anyGroup() {
        return GROUPS.get(random.nextInt(GROUPS.size()));
    }

    private Set<String> someIds() {
        return present.stream()
                .filter(client -> random.nextInt(5) == 0)
                .map(ModelClient::id)
                .collect(Collectors.toSet());
    }
}
