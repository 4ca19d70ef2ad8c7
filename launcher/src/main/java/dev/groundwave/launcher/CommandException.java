package dev.groundwave.launcher;

/** A command that cannot do what it was asked; the message is one line for whoever typed it, without any secret. */
final class CommandException extends Exception {
    private static final long serialVersionUID = 1L;

    CommandException(String message) {
        super(message);
    }
}
