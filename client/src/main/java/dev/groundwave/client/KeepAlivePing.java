package dev.groundwave.client;

/** How a silent service is asked for a sign of life. Source: client-sdk.md, section 2.2. */
public enum KeepAlivePing {
    /** By a ping of the WebSocket, which any server answers. */
    WEB_SOCKET,
    /** By the protocol's own {@code ping}, which also proves that the service behind a proxy is well. */
    APPLICATION
}
