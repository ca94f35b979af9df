/** How members' one-time codes travel: by e-mail, by a text message, or, in the demo, to the terminal. No tables. */
@NullMarked
package io.noren.integration.signin;

import org.jspecify.annotations.NullMarked;
