package io.noren.loyalty.web;

import io.noren.loyalty.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers every refusal of this module with its own status (RFC 9457). */
@RestControllerAdvice(basePackageClasses = LoyaltyRefusalAdvice.class)
@Order(0) // before the application's general answers
class LoyaltyRefusalAdvice {
    /** What could be read but not be accepted is 422; these are the others. */
    private static final Map<String, HttpStatus> STATUS = Map.ofEntries(
            Map.entry("UNKNOWN_MEMBER", HttpStatus.NOT_FOUND),
            Map.entry("UNKNOWN_IDENTIFIER", HttpStatus.NOT_FOUND),
            Map.entry("IDENTIFIER_TAKEN", HttpStatus.CONFLICT),
            Map.entry("IDENTIFIER_LIMIT", HttpStatus.CONFLICT),
            Map.entry("IDENTIFIER_NEVER_SPENDS", HttpStatus.CONFLICT),
            Map.entry("PRESENTED_BY_ANOTHER", HttpStatus.CONFLICT),
            Map.entry("MEMBER_ON_HOLD", HttpStatus.CONFLICT),
            Map.entry("UNKNOWN_HOLD", HttpStatus.NOT_FOUND),
            Map.entry("UNKNOWN_RULES", HttpStatus.NOT_FOUND),
            Map.entry("UNKNOWN_DRY_RUN", HttpStatus.NOT_FOUND),
            Map.entry("PURCHASE_CONFLICT", HttpStatus.CONFLICT),
            Map.entry("POINTS_CONFLICT", HttpStatus.CONFLICT),
            Map.entry("TIER_TWICE", HttpStatus.CONFLICT),
            Map.entry("RETURN_TOO_MUCH", HttpStatus.CONFLICT),
            Map.entry("RETURN_OF_ANOTHER", HttpStatus.CONFLICT),
            Map.entry("UNKNOWN_EARNING", HttpStatus.NOT_FOUND),
            Map.entry("UNKNOWN_REDEMPTION", HttpStatus.NOT_FOUND),
            Map.entry("POINTS_NOT_ENOUGH", HttpStatus.CONFLICT),
            Map.entry("REDEMPTION_CONFLICT", HttpStatus.CONFLICT),
            Map.entry("REDEMPTION_ENDED", HttpStatus.CONFLICT),
            Map.entry("GIVE_BACK_CONFLICT", HttpStatus.CONFLICT),
            Map.entry("GIVE_BACK_TOO_MUCH", HttpStatus.CONFLICT),
            Map.entry("UNKNOWN_MERGE", HttpStatus.NOT_FOUND),
            Map.entry("MERGE_OF_ONE", HttpStatus.CONFLICT),
            Map.entry("MERGE_OUTDATED", HttpStatus.CONFLICT),
            Map.entry("MERGE_DECIDED", HttpStatus.CONFLICT),
            Map.entry("REDEMPTION_RUNNING", HttpStatus.CONFLICT),
            Map.entry("UNKNOWN_OFFER", HttpStatus.NOT_FOUND),
            Map.entry("QUOTE_OUTDATED", HttpStatus.CONFLICT),
            Map.entry("ACCEPTANCE_CONFLICT", HttpStatus.CONFLICT),
            Map.entry("UNKNOWN_COUPON", HttpStatus.NOT_FOUND),
            Map.entry("COUPON_REDEEMED", HttpStatus.CONFLICT),
            Map.entry("COUPON_RESERVED", HttpStatus.CONFLICT),
            Map.entry("COUPON_EXPIRED", HttpStatus.CONFLICT),
            Map.entry("COUPON_VOID", HttpStatus.CONFLICT),
            Map.entry("COUPON_NOT_YET_VALID", HttpStatus.CONFLICT),
            Map.entry("COUPON_OF_ANOTHER_MEMBER", HttpStatus.CONFLICT),
            Map.entry("COUPON_NOT_RESERVED", HttpStatus.CONFLICT),
            Map.entry("COUPON_CODE_TAKEN", HttpStatus.CONFLICT),
            Map.entry("COUPON_ISSUE_CONFLICT", HttpStatus.CONFLICT),
            Map.entry("PREFERENCE_STATED", HttpStatus.CONFLICT),
            Map.entry("CONSENT_CONFLICT", HttpStatus.CONFLICT),
            Map.entry("MEMBER_ERASED", HttpStatus.GONE),
            Map.entry("IDENTIFIER_ERASED", HttpStatus.GONE),
            Map.entry("UNKNOWN_ERASURE", HttpStatus.NOT_FOUND),
            Map.entry("MERGE_OPEN", HttpStatus.CONFLICT),
            Map.entry("STALE_VERSION", HttpStatus.PRECONDITION_FAILED),
            Map.entry("VERSION_REQUIRED", HttpStatus.PRECONDITION_REQUIRED),
            Map.entry("TOO_MANY_TRIES", HttpStatus.TOO_MANY_REQUESTS),
            Map.entry("TOO_MANY_LOOK_UPS", HttpStatus.TOO_MANY_REQUESTS),
            Map.entry("CHOICE_ENDED", HttpStatus.CONFLICT),
            Map.entry("NOT_LOOKED_UP", HttpStatus.CONFLICT),
            Map.entry("SECOND_FACTOR_REQUIRED", HttpStatus.BAD_REQUEST),
            Map.entry("LOOK_UP_INCOMPLETE", HttpStatus.BAD_REQUEST),
            Map.entry("LOOK_UP_KEY_REQUIRED", HttpStatus.BAD_REQUEST),
            Map.entry("KANA_REQUIRED", HttpStatus.BAD_REQUEST),
            Map.entry("UNREADABLE_CURSOR", HttpStatus.BAD_REQUEST),
            Map.entry("LIMIT_OUT_OF_RANGE", HttpStatus.BAD_REQUEST),
            Map.entry("UNREADABLE_VERSION", HttpStatus.BAD_REQUEST),
            Map.entry("MALFORMED_PATCH", HttpStatus.BAD_REQUEST));

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refuse(Refusal refusal) {
        HttpStatus status = STATUS.getOrDefault(refusal.code(), HttpStatus.UNPROCESSABLE_CONTENT);
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, refusal.getMessage());
        problem.setProperty("code", refusal.code());
        refusal.properties().forEach(problem::setProperty);
        List<Refusal> parts = refusal.parts().isEmpty() && refusal.field() != null ? List.of(refusal) : refusal.parts();
        if (!parts.isEmpty()) {
            problem.setProperty(
                    "errors", parts.stream().map(LoyaltyRefusalAdvice::error).toList());
        }
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status);
        if (refusal.properties().get("retryAfter") instanceof Long seconds) {
            answer.header(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        }
        return answer.body(problem);
    }

    private static Map<String, Object> error(Refusal part) {
        Map<String, Object> error = new LinkedHashMap<>();
        if (part.field() != null) {
            error.put("field", part.field());
        }
        error.put("code", part.code());
        error.put("detail", String.valueOf(part.getMessage()));
        return error;
    }
}
