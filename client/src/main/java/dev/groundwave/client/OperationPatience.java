package dev.groundwave.client;

import java.time.Duration;

/** How long an operation may take in all, and how often it is tried again. */
record OperationPatience(Duration timeout, RetryOptions retry) {}
