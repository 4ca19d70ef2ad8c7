package dev.groundwave.hub.command;

import java.util.Optional;

/** One connection in a list of a group's members. */
public record Member(String connectionId, Optional<String> userId) {}
