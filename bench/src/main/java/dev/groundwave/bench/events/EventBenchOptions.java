package dev.groundwave.bench.events;

import java.util.List;
import java.util.stream.Stream;

/**
 * What the command line says.
 *
 * @param echoes in a round
 * @param connections one scenario for each
 */
record EventBenchOptions(int rounds, int warmUps, int echoes, List<Integer> connections) {
    /** Reads {@code --name value} pairs. */
    static EventBenchOptions parse(List<String> arguments) {
        int rounds = 7;
        int warmUps = 3;
        int echoes = 20_000;
        List<Integer> connections = List.of(64, 1000);
        if (arguments.size() % 2 != 0) {
            throw new IllegalArgumentException("every option needs a value");
        }
        for (int i = 0; i < arguments.size(); i += 2) {
            String value = arguments.get(i + 1);
            switch (arguments.get(i)) {
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--warm-ups" -> warmUps = Integer.parseInt(value);
                case "--echoes" -> echoes = Integer.parseInt(value);
                case "--connections" ->
                    connections = Stream.of(value.split(",", -1))
                            .map(Integer::valueOf)
                            .toList();
                default -> throw new IllegalArgumentException("unknown option " + arguments.get(i));
            }
        }
        return new EventBenchOptions(rounds, warmUps, echoes, connections);
    }
}
