package dev.groundwave.bench.rest;

import java.util.List;
import java.util.Optional;

/**
 * What the command line says.
 *
 * @param sends to a user, in a round
 * @param only name of the scenario to run; empty for all
 * @param before class path of another build of the service, measured in the same rounds
 * @param recording where the service's flight recording goes
 */
record BenchOptions(
        int rounds, int warmUps, int sends, String only, Optional<String> before, Optional<String> recording) {
    /** Reads {@code --name value} pairs. */
    static BenchOptions parse(List<String> arguments) {
        int rounds = 7;
        int warmUps = 3;
        int sends = 20_000;
        String only = "";
        Optional<String> before = Optional.empty();
        Optional<String> recording = Optional.empty();
        if (arguments.size() % 2 != 0) {
            throw new IllegalArgumentException("every option needs a value");
        }
        for (int i = 0; i < arguments.size(); i += 2) {
            String value = arguments.get(i + 1);
            switch (arguments.get(i)) {
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--warm-ups" -> warmUps = Integer.parseInt(value);
                case "--sends" -> sends = Integer.parseInt(value);
                case "--only" -> only = value;
                case "--before" -> before = Optional.of(value);
                case "--jfr" -> recording = Optional.of(value);
                default -> throw new IllegalArgumentException("unknown option " + arguments.get(i));
            }
        }
        return new BenchOptions(rounds, warmUps, sends, only, before, recording);
    }
}
