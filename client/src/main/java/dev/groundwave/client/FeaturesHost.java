package dev.groundwave.client;

import java.util.function.Consumer;

/**
 * What the features may ask of their session; on the control loop.
 *
 * @param submit takes an operation, or ends it at once when the client does not run
 * @param withdraw takes one back
 * @param listeners are told events
 * @param waiting is run when somebody begins or ceases to wait for an answer
 */
record FeaturesHost(
        Consumer<Operation> submit, Consumer<Operation> withdraw, Consumer<ClientEvent> listeners, Runnable waiting)
        implements Features.Host {
    @Override
    public void submit(Operation operation) {
        submit.accept(operation);
    }

    @Override
    public void withdraw(Operation operation) {
        withdraw.accept(operation);
    }

    @Override
    public void tell(ClientEvent event) {
        listeners.accept(event);
    }

    @Override
    public void waitingChanged() {
        waiting.run();
    }
}
