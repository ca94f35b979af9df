/**
 * The words of GS1: application identifiers and their values, as element strings and as GS1 Digital Link URIs. Begin with
 * {@code gs1/application-identifiers.tsv}, the table that everything here is driven by; then {@link
 * io.noren.integration.qr.gs1.Elements} and {@link io.noren.integration.qr.gs1.DigitalLink}. Plain Java without state.
 */
@NullMarked
package io.noren.integration.qr.gs1;

import org.jspecify.annotations.NullMarked;
