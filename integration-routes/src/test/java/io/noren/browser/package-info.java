/** The demo as people see it: pages driven in Chromium, looked at in both languages and on both sizes of screen. */
@NullMarked
package io.noren.browser;

import org.jspecify.annotations.NullMarked;
