package dev.groundwave.client;

/**
 * A message came that a typed listener wanted to read as something else; the listener was not called. Told to
 * {@code onHandlerError}.
 *
 * <p>The message names the type and never quotes the payload, and so leaves out what the codec said; reading the payload of
 * {@link #event()} once more shows that. Source: client-sdk.md, section 5.
 */
public final class UnexpectedMessageException extends WebPubSubException {
    private static final long serialVersionUID = 1L;

    private final Class<?> wanted;
    private final transient ClientEvent event;

    private UnexpectedMessageException(String message, Class<?> wanted, ClientEvent event) {
        super(message, null);
        this.wanted = wanted;
        this.event = event;
    }

    static UnexpectedMessageException of(Class<?> wanted, ClientEvent.GroupMessageEvent event, String why) {
        String what =
                "a message of group '" + event.group() + "' is " + event.data().dataType();
        return new UnexpectedMessageException(what + cannotBe(wanted, why), wanted, event);
    }

    static UnexpectedMessageException of(Class<?> wanted, ClientEvent.ServerMessageEvent event, String why) {
        String what = "a message of the server is " + event.data().dataType();
        return new UnexpectedMessageException(what + cannotBe(wanted, why), wanted, event);
    }

    private static String cannotBe(Class<?> wanted, String why) {
        return " and cannot be read as " + wanted.getName() + why;
    }

    /** What the listener wanted. */
    public Class<?> wanted() {
        return wanted;
    }

    /** What came instead: a {@code GroupMessageEvent} or a {@code ServerMessageEvent}. */
    public ClientEvent event() {
        return event;
    }
}
