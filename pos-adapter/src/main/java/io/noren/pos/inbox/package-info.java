/** The folder in which files from tills wait, whatever their dialect and whoever put them there, and who takes them. */
@NullMarked
package io.noren.pos.inbox;

import org.jspecify.annotations.NullMarked;
