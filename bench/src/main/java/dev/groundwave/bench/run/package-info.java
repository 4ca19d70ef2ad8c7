/**
 * What all benchmarks share: servers in processes of their own, whose processor time counts, clients on event loops, and
 * figures of several rounds.
 */
@NullMarked
package dev.groundwave.bench.run;

import org.jspecify.annotations.NullMarked;
