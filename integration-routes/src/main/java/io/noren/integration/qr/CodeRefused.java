package io.noren.integration.qr;

import org.springframework.http.HttpStatus;

/** A shelf code that cannot be served: a stable name, the HTTP status, and what to do about it. */
final class CodeRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The reasons, in the order in which they are looked for. */
    enum Reason {
        /** Not 8, 12, 13 or 14 digits. */
        GTIN_MALFORMED(HttpStatus.BAD_REQUEST),
        /** The right number of digits, but the last one does not fit: usually a misread or mistyped code. */
        GTIN_CHECK_DIGIT(HttpStatus.BAD_REQUEST),
        /** Not 13 digits with a right check digit. */
        GLN_INVALID(HttpStatus.BAD_REQUEST),
        /** Several different values for application identifier 414. */
        GLN_AMBIGUOUS(HttpStatus.BAD_REQUEST),
        /** A true GTIN that no item of this retailer carries. */
        UNKNOWN_GTIN(HttpStatus.NOT_FOUND);

        private final HttpStatus status;

        Reason(HttpStatus status) {
            this.status = status;
        }

        HttpStatus status() {
            return status;
        }
    }

    private final Reason reason;

    CodeRefused(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
