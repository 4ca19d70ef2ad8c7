package dev.groundwave.client;

import java.time.Duration;

/**
 * The time limits of a client; all above zero.
 *
 * @param connect one attempt, from TCP to the service's greeting
 * @param start the same with the call of the credential before it
 * @param ack one attempt of an operation
 * @param operation all attempts and waiting of an operation
 * @param close the peer's answer to a close
 */
record Timeouts(Duration connect, Duration start, Duration ack, Duration operation, Duration close) {}
