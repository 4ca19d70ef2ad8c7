/**
 * The tools of the black-box tests: they speak to a started server over sockets only and share no code with it.
 *
 * <p>Map: {@link dev.groundwave.server.blackbox.RunningServer} starts the server and is where every test begins;
 * {@link dev.groundwave.server.blackbox.RawWebSocket} and {@link dev.groundwave.server.blackbox.RawHttp} put bytes on
 * the wire; {@link dev.groundwave.server.blackbox.Token} makes tokens with any defect.
 */
@NullMarked
package dev.groundwave.server.blackbox;

import org.jspecify.annotations.NullMarked;
