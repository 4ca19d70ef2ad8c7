/**
 * The service's network edge and its life.
 *
 * <p>Map: {@link dev.groundwave.server.WebPubSubServer} starts and stops everything. A client's frame comes in through
 * {@code net} and {@code socket}, goes through the hub module, is encoded in {@code frame} and leaves through
 * {@code socket} again; REST calls come in through {@code net} and {@code rest}, whose filters {@code filter} compiles; what
 * applications hear of their clients goes out through {@code upstream}, or through a {@code tunnel} that they opened.
 * {@code auth} tells who is asking, {@code settings} what an operator has set.
 */
@NullMarked
package dev.groundwave.server;

import org.jspecify.annotations.NullMarked;
