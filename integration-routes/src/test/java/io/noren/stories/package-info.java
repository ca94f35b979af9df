/** Stories through the whole application: named stores and tills, and somebody who tries to cheat. */
@NullMarked
package io.noren.stories;

import org.jspecify.annotations.NullMarked;
