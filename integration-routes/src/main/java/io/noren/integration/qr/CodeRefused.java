package io.noren.integration.qr;

import java.util.Map;
import org.springframework.http.HttpStatus;

/** A shelf code that cannot be served: a stable name, the HTTP status, and what to do about it. */
public final class CodeRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The reasons, in the order in which they are looked for. */
    public enum Reason {
        /** Not 8, 12, 13 or 14 digits. */
        GTIN_MALFORMED(HttpStatus.BAD_REQUEST),
        /** The right number of digits, but the last one does not fit: usually a misread or mistyped code. */
        GTIN_CHECK_DIGIT(HttpStatus.BAD_REQUEST),
        /** Not 13 digits with a right check digit. */
        GLN_INVALID(HttpStatus.BAD_REQUEST),
        /** Several different values for application identifier 414. */
        GLN_AMBIGUOUS(HttpStatus.BAD_REQUEST),
        /** No GS1 Digital Link, no element string and no number of an item; or one whose parts do not go together. */
        CODE_MALFORMED(HttpStatus.BAD_REQUEST),
        /** A right code of something else than an item: a pallet, a place, an asset. */
        NO_ITEM_IN_CODE(HttpStatus.NOT_FOUND),
        /** An item carried this GTIN, and none does any more: a label was left on the shelf. */
        ITEM_WITHDRAWN(HttpStatus.GONE),
        /** A true GTIN that no item of this retailer carries. */
        UNKNOWN_GTIN(HttpStatus.NOT_FOUND),
        /** The item has no link of the type that was asked for. */
        LINK_TYPE_MISSING(HttpStatus.NOT_FOUND);

        private final HttpStatus status;

        Reason(HttpStatus status) {
            this.status = status;
        }

        HttpStatus status() {
            return status;
        }
    }

    private final Reason reason;
    private final transient Map<String, Object> properties;

    public CodeRefused(Reason reason, String detail) {
        this(reason, detail, Map.of());
    }

    /** @param properties what else helps: for the page as for the problem */
    public CodeRefused(Reason reason, String detail, Map<String, Object> properties) {
        super(detail);
        this.reason = reason;
        this.properties = Map.copyOf(properties);
    }

    public Reason reason() {
        return reason;
    }

    Map<String, Object> properties() {
        return properties;
    }
}
