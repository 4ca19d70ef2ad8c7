package dev.groundwave.client;

import java.util.OptionalLong;

/**
 * A success. Source: client-sdk.md, section 1.6.
 *
 * @param ackId of the operation; empty for fire-and-forget
 * @param isDuplicated the service had done it before under the same ack id
 */
public record WebPubSubResult(OptionalLong ackId, boolean isDuplicated) {}
