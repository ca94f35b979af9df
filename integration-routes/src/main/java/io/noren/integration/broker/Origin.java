package io.noren.integration.broker;

import org.jspecify.annotations.Nullable;

/**
 * Where a message comes from, so that its effects can be followed back.
 *
 * @param correlation what stands in every log line on the way: the till document's id, from the tills' side on
 * @param traceparent W3C trace context, where the way is traced
 */
public record Origin(@Nullable String correlation, @Nullable String traceparent) {}
