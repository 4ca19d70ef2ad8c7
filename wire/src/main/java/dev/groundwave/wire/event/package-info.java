/**
 * The contract between the service and an application's event handler: CloudEvents over HTTP, without any network.
 *
 * <p>Map: {@link dev.groundwave.wire.event.UpstreamEvent} is what the service tells,
 * {@link dev.groundwave.wire.event.CloudEventHeaders} how it looks as a request, {@link
 * dev.groundwave.wire.event.ReplyReader} makes an {@link dev.groundwave.wire.event.UpstreamReply} of the answer.
 */
@NullMarked
package dev.groundwave.wire.event;

import org.jspecify.annotations.NullMarked;
