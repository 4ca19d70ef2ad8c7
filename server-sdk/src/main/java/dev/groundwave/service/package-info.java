/**
 * The server SDK: client URLs and the service's REST calls.
 *
 * <p>Map: {@link dev.groundwave.service.WebPubSubService} is one hub with blocking calls,
 * {@link dev.groundwave.service.AsyncWebPubSubService} the same hub with futures. {@code Calls} writes each request,
 * {@code HttpCaller} sends, signs and repeats it by {@link dev.groundwave.service.RetryPolicy}, {@code ServiceJson} reads the
 * answer. Every failure is a {@link dev.groundwave.service.ServiceException}.
 */
@NullMarked
package dev.groundwave.service;

import org.jspecify.annotations.NullMarked;
