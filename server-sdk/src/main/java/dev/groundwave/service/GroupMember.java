package dev.groundwave.service;

import java.util.Optional;

/**
 * A connection in a group.
 *
 * @param userId absent when the connection is anonymous
 */
public record GroupMember(String connectionId, Optional<String> userId) {}
