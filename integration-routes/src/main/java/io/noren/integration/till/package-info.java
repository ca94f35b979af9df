/** What tills send as messages, over AMQP 1.0, becomes till documents; beside HTTP and the drop folder one more door. */
@NullMarked
package io.noren.integration.till;

import org.jspecify.annotations.NullMarked;
