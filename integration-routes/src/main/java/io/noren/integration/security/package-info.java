/** Who may do what: API keys with scopes and locations, staff who sign in. Tables: api_key, staff. */
@NullMarked
package io.noren.integration.security;

import org.jspecify.annotations.NullMarked;
