/**
 * What a REST send costs the server, beside a bare Netty server that only answers.
 *
 * <p>{@code RestBench} runs {@code Scenario}s; each {@code Candidate} is a {@code ServerProcess} (the service or
 * {@code FloorMain}) with its {@code Load} and, where messages are delivered, its {@code Members}.
 */
@NullMarked
package dev.groundwave.bench.rest;

import org.jspecify.annotations.NullMarked;
