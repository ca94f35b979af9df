/** What stands in which store, as a file in Google's words. No tables: whoever may fetch it holds an API key. */
@NullMarked
package io.noren.integration.webshop.google;

import org.jspecify.annotations.NullMarked;
