package dev.groundwave.bench.client;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the command line says.
 *
 * @param messages in a round, sent and then received
 * @param node a folder with the official JavaScript client in its {@code node_modules}
 */
record ClientBenchOptions(int rounds, int warmUps, int messages, Optional<Path> node) {
    /** Reads {@code --name value} pairs. */
    static ClientBenchOptions parse(List<String> arguments) {
        int rounds = 7;
        int warmUps = 5;
        int messages = 50_000;
        Optional<Path> node = Optional.empty();
        if (arguments.size() % 2 != 0) {
            throw new IllegalArgumentException("every option needs a value");
        }
        for (int i = 0; i < arguments.size(); i += 2) {
            String value = arguments.get(i + 1);
            switch (arguments.get(i)) {
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--warm-ups" -> warmUps = Integer.parseInt(value);
                case "--messages" -> messages = Integer.parseInt(value);
                case "--node" -> node = Optional.of(Path.of(value));
                default -> throw new IllegalArgumentException("unknown option " + arguments.get(i));
            }
        }
        return new ClientBenchOptions(rounds, warmUps, messages, node);
    }
}
