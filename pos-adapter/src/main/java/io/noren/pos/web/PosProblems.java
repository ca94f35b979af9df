package io.noren.pos.web;

import io.noren.pos.Refusal;
import java.util.List;
import java.util.Map;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Each refusal's answer, in the form of RFC 9457. */
@RestControllerAdvice(basePackages = "io.noren.pos.web")
@Order(0) // before the application's general answers
class PosProblems {

    @ExceptionHandler
    ProblemDetail answer(Refusal refusal) {
        HttpStatus status = switch (refusal.code()) {
            case "NO_SUCH_DOCUMENT" -> HttpStatus.NOT_FOUND;
            case "SIGNATURE_INVALID", "SIGNATURE_EXPIRED" -> HttpStatus.UNAUTHORIZED;
            case "LOCATION_FORBIDDEN" -> HttpStatus.FORBIDDEN;
            case "WEBHOOK_ID_REUSED" -> HttpStatus.CONFLICT;
            case "DOCUMENT_TOO_LARGE" -> HttpStatus.CONTENT_TOO_LARGE;
            case "UNSUPPORTED_DOCUMENT_TYPE", "UNSUPPORTED_CONTENT_ENCODING", "PACKED_DOCUMENT" ->
                HttpStatus.UNSUPPORTED_MEDIA_TYPE;
            default -> HttpStatus.BAD_REQUEST;
        };
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, refusal.getMessage());
        problem.setProperty("code", refusal.code());
        refusal.properties().forEach(problem::setProperty);
        if (refusal.field() != null) {
            problem.setProperty(
                    "errors",
                    List.of(Map.of("field", refusal.field(), "code", refusal.code(), "detail", refusal.getMessage())));
        }
        return problem;
    }
}
