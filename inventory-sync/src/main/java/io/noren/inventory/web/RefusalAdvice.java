package io.noren.inventory.web;

import io.noren.inventory.Refusal;
import io.noren.inventory.reservation.Shortfall;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** A refusal as RFC 9457 problem details; what is not listed is a bad request. */
@RestControllerAdvice(basePackages = "io.noren.inventory.web")
@Order(Ordered.HIGHEST_PRECEDENCE)
class RefusalAdvice {

    private static final Map<String, HttpStatus> STATUS = Map.ofEntries(
            Map.entry("UNKNOWN_RESERVATION", HttpStatus.NOT_FOUND),
            Map.entry("UNKNOWN_PICKUP_ORDER", HttpStatus.NOT_FOUND),
            Map.entry("UNKNOWN_HELD_CHANGE", HttpStatus.NOT_FOUND),
            Map.entry("NO_SUCH_ITEM", HttpStatus.NOT_FOUND),
            Map.entry("NO_SUCH_LOCATION", HttpStatus.NOT_FOUND),
            Map.entry("BEFORE_THE_LEDGER", HttpStatus.GONE),
            Map.entry("CURSOR_TOO_OLD", HttpStatus.GONE),
            Map.entry("UNDO_TOO_LATE", HttpStatus.CONFLICT),
            Map.entry("NO_SUCH_IMPORT", HttpStatus.NOT_FOUND),
            Map.entry("IMPORT_NOT_WAITING", HttpStatus.CONFLICT),
            Map.entry("IMPORT_TOO_LARGE", HttpStatus.CONTENT_TOO_LARGE),
            Map.entry("EXPANDS_TOO_FAR", HttpStatus.CONTENT_TOO_LARGE),
            Map.entry("UNSUPPORTED_CHARSET", HttpStatus.UNSUPPORTED_MEDIA_TYPE),
            Map.entry("UNSUPPORTED_CONTENT_ENCODING", HttpStatus.UNSUPPORTED_MEDIA_TYPE),
            Map.entry("UNSUPPORTED_IMPORT_TYPE", HttpStatus.UNSUPPORTED_MEDIA_TYPE),
            Map.entry("IDEMPOTENCY_KEY_REUSED", HttpStatus.UNPROCESSABLE_CONTENT),
            Map.entry("NO_SUCH_CHANNEL", HttpStatus.NOT_FOUND),
            Map.entry("NO_SUCH_LOCATION_GROUP", HttpStatus.NOT_FOUND),
            Map.entry("NO_SUCH_RULE", HttpStatus.NOT_FOUND),
            Map.entry("NOT_REPORTED", HttpStatus.NOT_FOUND),
            Map.entry("SCOPE_TAKEN", HttpStatus.CONFLICT),
            Map.entry("GROUP_IN_USE", HttpStatus.CONFLICT),
            Map.entry("CHANNEL_IN_USE", HttpStatus.CONFLICT),
            Map.entry("STALE_VERSION", HttpStatus.PRECONDITION_FAILED),
            Map.entry("CODE_TAKEN", HttpStatus.CONFLICT),
            Map.entry("NO_SUCH_NUMBER_RULE", HttpStatus.NOT_FOUND),
            Map.entry("PREFIX_TAKEN", HttpStatus.CONFLICT),
            Map.entry("PART_OF_BUNDLE", HttpStatus.CONFLICT),
            Map.entry("ITEM_HAS_STOCK", HttpStatus.CONFLICT),
            Map.entry("GLN_TAKEN", HttpStatus.CONFLICT),
            Map.entry("INSUFFICIENT_STOCK", HttpStatus.CONFLICT),
            Map.entry("INSTEAD_NOT_AVAILABLE", HttpStatus.CONFLICT),
            Map.entry("OWNER_LINE_TAKEN", HttpStatus.CONFLICT),
            Map.entry("OWNER_LIMIT_REACHED", HttpStatus.CONFLICT),
            Map.entry("RESERVATION_EXPIRED", HttpStatus.CONFLICT),
            Map.entry("ALREADY_RESOLVED", HttpStatus.CONFLICT),
            Map.entry("RESERVATION_MISMATCH", HttpStatus.CONFLICT),
            Map.entry("ORDER_CONFLICT", HttpStatus.CONFLICT),
            Map.entry("PICKUP_NOT_OFFERED", HttpStatus.CONFLICT),
            Map.entry("PICKUP_PAUSED", HttpStatus.CONFLICT),
            Map.entry("SLOT_NOT_AVAILABLE", HttpStatus.CONFLICT),
            Map.entry("UNKNOWN_TRANSFER", HttpStatus.NOT_FOUND),
            Map.entry("UNKNOWN_PURCHASE_RECEIPT", HttpStatus.NOT_FOUND),
            Map.entry("UNKNOWN_COUNT_SESSION", HttpStatus.NOT_FOUND),
            Map.entry("OWN_COUNT", HttpStatus.FORBIDDEN),
            Map.entry("STILL_COUNTING", HttpStatus.CONFLICT),
            Map.entry("NOTHING_TO_COUNT", HttpStatus.CONFLICT),
            Map.entry("COUNTS_REFUSED", HttpStatus.CONFLICT),
            Map.entry("REFERENCE_TAKEN", HttpStatus.CONFLICT),
            Map.entry("MORE_THAN_OUTSTANDING", HttpStatus.CONFLICT),
            Map.entry("RECEIPT_CONFLICT", HttpStatus.CONFLICT),
            Map.entry("WRONG_STEP", HttpStatus.CONFLICT),
            Map.entry("ALREADY_COLLECTED", HttpStatus.CONFLICT),
            Map.entry("REFUNDED_TOO_MUCH", HttpStatus.CONFLICT),
            Map.entry("PAYMENT_CONFLICT", HttpStatus.CONFLICT),
            Map.entry("OTHER_CURRENCY", HttpStatus.CONFLICT),
            Map.entry("PAYS_IN_STORE", HttpStatus.CONFLICT),
            Map.entry("RETURNED_TOO_MUCH", HttpStatus.CONFLICT),
            Map.entry("RETURN_CONFLICT", HttpStatus.CONFLICT),
            Map.entry("NO_ACTIVE_RULES", HttpStatus.CONFLICT),
            Map.entry("RULES_RETIRED", HttpStatus.CONFLICT),
            Map.entry("NO_SUCH_RULES", HttpStatus.NOT_FOUND),
            Map.entry("NO_SUCH_CHOICE", HttpStatus.NOT_FOUND),
            Map.entry("UNKNOWN_RESCUE", HttpStatus.NOT_FOUND),
            Map.entry("RESCUE_DECIDED", HttpStatus.CONFLICT),
            Map.entry("RESCUE_OVER", HttpStatus.GONE),
            Map.entry("OPTION_GONE", HttpStatus.CONFLICT),
            Map.entry("NOTHING_TO_REROUTE", HttpStatus.CONFLICT),
            Map.entry("CHECK_REQUIRED", HttpStatus.CONFLICT),
            Map.entry("CODE_REPLACED", HttpStatus.FORBIDDEN),
            Map.entry("CODE_OF_ANOTHER_STORE", HttpStatus.CONFLICT),
            Map.entry("NOT_AT_THE_COUNTER", HttpStatus.CONFLICT),
            Map.entry("LINE_IS_SHORT", HttpStatus.CONFLICT),
            Map.entry("NOT_SHORT", HttpStatus.CONFLICT),
            Map.entry("NOTHING_PICKED", HttpStatus.CONFLICT),
            Map.entry("NOTHING_TO_RETURN", HttpStatus.CONFLICT),
            Map.entry("WRONG_HANDOVER_CODE", HttpStatus.FORBIDDEN),
            Map.entry("LOCATION_FORBIDDEN", HttpStatus.FORBIDDEN),
            Map.entry("HANDOVER_LOCKED", HttpStatus.LOCKED),
            Map.entry("TOO_MANY_WAITING", HttpStatus.SERVICE_UNAVAILABLE),
            Map.entry("TOO_MANY_FOLLOWERS", HttpStatus.SERVICE_UNAVAILABLE));

    @ExceptionHandler
    ProblemDetail refused(Refusal refusal, HttpServletResponse response) {
        HttpStatus status = STATUS.getOrDefault(refusal.code(), HttpStatus.BAD_REQUEST);
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "1");
        }
        String detail = String.valueOf(refusal.getMessage());
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setProperty("code", refusal.code());
        if (refusal.field() != null) {
            problem.setProperty(
                    "errors", List.of(Map.of("field", refusal.field(), "code", refusal.code(), "detail", detail)));
        }
        refusal.properties().forEach((name, value) -> problem.setProperty(name, forThisCaller(value)));
        return problem;
    }

    /** What else could serve is told of the caller's own locations only. */
    private static Object forThisCaller(Object value) {
        return value instanceof List<?> list
                ? list.stream()
                        .map(each ->
                                each instanceof Shortfall shortfall ? shortfall.offering(LocationKeys::open) : each)
                        .toList()
                : value;
    }
}
