package io.noren.integration.floor;

import io.noren.inventory.Refusal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What the API about baskets and reviews refuses, whichever module said no (RFC 9457); what is not listed is a bad request. */
@RestControllerAdvice(basePackageClasses = FloorRefusals.class)
@Order(0) // before the application's general answers
class FloorRefusals {
    private static final Map<String, HttpStatus> STATUS = Map.of(
            "NO_SUCH_ITEM", HttpStatus.NOT_FOUND,
            "UNKNOWN_BASKET", HttpStatus.NOT_FOUND,
            "UNKNOWN_MEMBER", HttpStatus.NOT_FOUND,
            "MEMBER_ERASED", HttpStatus.GONE,
            "BASKET_ENDED", HttpStatus.CONFLICT,
            "BASKET_FULL", HttpStatus.CONFLICT,
            "BASKET_QUANTITY", HttpStatus.UNPROCESSABLE_CONTENT);

    @ExceptionHandler
    ProblemDetail refused(Refusal refusal) {
        return problem(refusal.code(), String.valueOf(refusal.getMessage()), refusal.field(), refusal.properties());
    }

    @ExceptionHandler
    ProblemDetail refused(io.noren.loyalty.Refusal refusal) {
        return problem(refusal.code(), String.valueOf(refusal.getMessage()), refusal.field(), refusal.properties());
    }

    private static ProblemDetail problem(
            String code, String detail, @Nullable String field, Map<String, Object> properties) {
        ProblemDetail problem =
                ProblemDetail.forStatusAndDetail(STATUS.getOrDefault(code, HttpStatus.BAD_REQUEST), detail);
        problem.setProperty("code", code);
        if (field != null) {
            problem.setProperty("errors", List.of(Map.of("field", field, "code", code, "detail", detail)));
        }
        properties.forEach(problem::setProperty);
        return problem;
    }
}
