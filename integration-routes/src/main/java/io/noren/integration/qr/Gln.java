package io.noren.integration.qr;

import io.noren.integration.qr.CodeRefused.Reason;
import io.noren.integration.qr.gs1.CheckDigit;

/**
 * A Global Location Number: 13 digits with a right check digit. On a shelf code it says in which store the shelf stands
 * (application identifier 414).
 */
record Gln(String digits) {
    Gln {
        if (!digits.matches("[0-9]{13}") || !CheckDigit.holdsFor(digits)) {
            throw new CodeRefused(Reason.GLN_INVALID, "A GLN (414) has 13 digits with a right check digit.");
        }
    }
}
