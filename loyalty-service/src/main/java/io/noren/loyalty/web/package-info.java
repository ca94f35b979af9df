/** The member API and the till's look-up over HTTP; owns no table and no rule. */
@NullMarked
package io.noren.loyalty.web;

import org.jspecify.annotations.NullMarked;
