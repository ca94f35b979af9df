/** What a till keeps of its store and the stores near it, for the time in which it cannot reach anybody. */
@NullMarked
package io.noren.integration.storebundle;

import org.jspecify.annotations.NullMarked;
