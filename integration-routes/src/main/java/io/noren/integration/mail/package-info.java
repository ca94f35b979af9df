/** The mail server that everything written by mail goes through. No tables. */
@NullMarked
package io.noren.integration.mail;

import org.jspecify.annotations.NullMarked;
