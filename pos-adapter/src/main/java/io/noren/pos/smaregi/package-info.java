/** スマレジ: its webhooks name transactions; what each of them was is asked for, with a token that lives an hour. */
@NullMarked
package io.noren.pos.smaregi;

import org.jspecify.annotations.NullMarked;
