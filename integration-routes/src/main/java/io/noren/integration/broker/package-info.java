/** How facts travel: addresses, outbox and relay, retry and parking. Tables: outbox, parked. */
@NullMarked
package io.noren.integration.broker;

import org.jspecify.annotations.NullMarked;
