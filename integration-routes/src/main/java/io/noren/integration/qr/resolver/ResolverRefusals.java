package io.noren.integration.qr.resolver;

import io.noren.inventory.Refusal;
import java.util.List;
import java.util.Map;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What the API about links and scans refuses; what is not listed is a bad request. */
@RestControllerAdvice(assignableTypes = {ItemLinksController.class, ShelfScansController.class})
@Order(0) // before the application's general answers
class ResolverRefusals {
    private static final Map<String, HttpStatus> STATUS = Map.of(
            "NO_SUCH_ITEM",
            HttpStatus.NOT_FOUND,
            "LOCATION_FORBIDDEN",
            HttpStatus.FORBIDDEN,
            "LINK_TARGET_REFUSED",
            HttpStatus.UNPROCESSABLE_CONTENT,
            "STALE_VERSION",
            HttpStatus.PRECONDITION_FAILED);

    @ExceptionHandler
    ProblemDetail refused(Refusal refusal) {
        String detail = String.valueOf(refusal.getMessage());
        ProblemDetail problem =
                ProblemDetail.forStatusAndDetail(STATUS.getOrDefault(refusal.code(), HttpStatus.BAD_REQUEST), detail);
        problem.setProperty("code", refusal.code());
        if (refusal.field() != null) {
            problem.setProperty(
                    "errors", List.of(Map.of("field", refusal.field(), "code", refusal.code(), "detail", detail)));
        }
        refusal.properties().forEach(problem::setProperty);
        return problem;
    }
}
