package io.noren.integration.qr.label;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Labels that cannot be printed: a stable name, the HTTP status, what is wrong in the request, and what to do. */
public final class LabelRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why not. */
    public enum Reason {
        /** There is no item with this SKU: it was never there, or is no longer. A label on a shelf is to be taken down. */
        UNKNOWN_SKU(HttpStatus.NOT_FOUND),
        /** There is no such location. */
        NO_SUCH_LOCATION(HttpStatus.NOT_FOUND),
        /** The one who asks does not work there. */
        LOCATION_FORBIDDEN(HttpStatus.FORBIDDEN),
        /** A picture holds one label; several are a PDF, or a job. */
        ONE_LABEL_PER_PICTURE(HttpStatus.BAD_REQUEST),
        /** More labels than fit in one request, or in one job. */
        TOO_MANY_LABELS(HttpStatus.BAD_REQUEST),
        /** There is no such template or format. */
        UNKNOWN_TEMPLATE(HttpStatus.BAD_REQUEST),
        /** The link is so long that its code would need modules too small for a phone on this template. */
        CODE_TOO_LARGE(HttpStatus.UNPROCESSABLE_CONTENT),
        /** Not exactly one way of saying which items are meant. */
        BAD_SELECTION(HttpStatus.BAD_REQUEST),
        /** No item was found, or no price has changed since its label was printed. */
        NOTHING_TO_PRINT(HttpStatus.UNPROCESSABLE_CONTENT),
        /** There is no such job, or it is so old that it is gone. */
        UNKNOWN_LABEL_JOB(HttpStatus.NOT_FOUND),
        /** The job has no file: it is not done yet, or was cancelled. */
        NO_FILE(HttpStatus.CONFLICT);

        private final HttpStatus status;

        Reason(HttpStatus status) {
            this.status = status;
        }

        HttpStatus status() {
            return status;
        }
    }

    private final Reason reason;
    private final @Nullable String field;

    LabelRefused(Reason reason, @Nullable String field, String detail) {
        super(detail);
        this.reason = reason;
        this.field = field;
    }

    /** Its stable name. */
    public Reason reason() {
        return reason;
    }

    @Nullable
    String field() {
        return field;
    }
}
