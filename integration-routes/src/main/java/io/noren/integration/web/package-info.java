/** What all HTTP answers share: problems, idempotency, limits. Table: idempotent_request. */
@NullMarked
package io.noren.integration.web;

import org.jspecify.annotations.NullMarked;
