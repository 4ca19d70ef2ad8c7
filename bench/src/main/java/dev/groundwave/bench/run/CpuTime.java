package dev.groundwave.bench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process has used of the processors. */
public final class CpuTime {
    /** The unit of the kernel's accounts, as every Linux shows it to programs. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    private CpuTime() {}

    /** The processor time of a process so far, of all its threads, with what its compilers and collectors used. */
    public static double seconds(Process process) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        // Behind the name, which may hold anything. Source: man 5 proc_pid_stat.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) / TICKS_PER_SECOND;
    }
}
