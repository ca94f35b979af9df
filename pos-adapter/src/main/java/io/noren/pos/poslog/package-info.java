/** ARTS POSLog 2.1 to 6.0 as tills really write it: its reader and what is personal in it. */
@NullMarked
package io.noren.pos.poslog;

import org.jspecify.annotations.NullMarked;
