package dev.groundwave.server.blackbox.faults;

import dev.groundwave.server.blackbox.faults.Fault.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a proxy does to one connection.
 *
 * @param upstream what happens to the client's bytes, in order; the last one is fatal
 * @param downstream the same for the server's
 * @param lifetimeMs after which the connection is cut if it still lives
 */
public record FaultScript(List<Fault> upstream, List<Fault> downstream, int lifetimeMs) {
    /** Connections that are lost during their handshake, or right behind it, of a hundred. */
    private static final int LOST_EARLY = 12;

    private static final int EARLY_BYTES = 600;
    private static final int UPSTREAM_BYTES = 3_000;
    private static final int DOWNSTREAM_BYTES = 30_000;

    /** Copies the lists. */
    public FaultScript {
        upstream = List.copyOf(upstream);
        downstream = List.copyOf(downstream);
    }

    /** The script of a connection by its number: always the same for the same seed. */
    public static FaultScript of(long seed, int connection) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + connection);
        List<Fault> upstream = faults(random, UPSTREAM_BYTES);
        List<Fault> downstream = faults(random, DOWNSTREAM_BYTES);
        int lifetimeMs = random.nextInt(200, 4_000);
        if (random.nextInt(100) < LOST_EARLY) {
            List<Fault> early = List.of(new Fault(random.nextInt(EARLY_BYTES), fatal(random), random.nextInt(1, 100)));
            return random.nextBoolean()
                    ? new FaultScript(early, downstream, lifetimeMs)
                    : new FaultScript(upstream, early, lifetimeMs);
        }
        return new FaultScript(upstream, downstream, lifetimeMs);
    }

    private static List<Fault> faults(SplittableRandom random, int bytesBetween) {
        List<Fault> faults = new ArrayList<>();
        long offset = 0;
        do {
            offset += random.nextInt(1, 2 * bytesBetween);
            faults.add(any(random, offset));
        } while (!faults.getLast().kind().isFatal());
        return faults;
    }

    private static Fault any(SplittableRandom random, long offset) {
        int roll = random.nextInt(100);
        if (roll < 60) {
            return new Fault(offset, Kind.DELAY, random.nextInt(1, 30));
        }
        if (roll < 68) {
            return new Fault(offset, Kind.STALL, random.nextInt(200, 1_200));
        }
        return new Fault(offset, fatal(random), random.nextInt(1, 300));
    }

    private static Kind fatal(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> Kind.SWALLOW;
            case 1 -> Kind.HALF_CLOSE;
            case 2 -> Kind.CLOSE;
            default -> Kind.RESET;
        };
    }
}
