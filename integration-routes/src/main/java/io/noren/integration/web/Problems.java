package io.noren.integration.web;

import static java.util.stream.Collectors.joining;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.ConstraintViolationException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.coyote.BadRequestException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.json.JsonMapper;

/** Everything that can be wrong with any API request, as RFC 9457 problems with a stable code. */
@ControllerAdvice(annotations = RestController.class)
@Order(Ordered.LOWEST_PRECEDENCE) // the modules answer their own refusals first
class Problems extends ResponseEntityExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    /** One field that is wrong. */
    record FieldProblem(String field, String code, String detail) {}

    @Override
    protected ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException invalid, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        List<FieldProblem> errors = invalid.getBindingResult().getAllErrors().stream()
                .map(error -> new FieldProblem(
                        error instanceof FieldError field ? field.getField() : error.getObjectName(),
                        "INVALID",
                        String.valueOf(error.getDefaultMessage())))
                .toList();
        return answer(
                problem(HttpStatus.BAD_REQUEST, "INVALID_FIELDS", "Some fields are not as they must be.", errors));
    }

    @Override
    protected ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException unreadable,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        if (unreadable.getCause() instanceof JacksonException json
                && !json.getPath().isEmpty()) {
            String field = path(json);
            return answer(problem(
                    HttpStatus.BAD_REQUEST,
                    "INVALID_FIELDS",
                    "The field '" + field + "' does not have the shape that is documented for it.",
                    List.of(new FieldProblem(field, "WRONG_TYPE", wanted(json)))));
        }
        return answer(problem(
                HttpStatus.BAD_REQUEST, "MALFORMED_JSON", "The body is not well-formed JSON in UTF-8.", List.of()));
    }

    /** Of a word that is none of those there are, which ones there are. */
    private static String wanted(JacksonException json) {
        Object[] words = json instanceof InvalidFormatException form
                ? form.getTargetType().getEnumConstants()
                : null;
        return words == null
                ? "The value has the wrong type or form."
                : "Give one of: "
                        + Stream.of(words)
                                .map(word -> JsonMapper.shared().convertValue(word, String.class))
                                .collect(joining(", "))
                        + ".";
    }

    private static String path(JacksonException json) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : json.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return path.toString();
    }

    @ExceptionHandler
    ResponseEntity<Object> on(ConstraintViolationException invalid) {
        List<FieldProblem> errors = invalid.getConstraintViolations().stream()
                .map(violation -> new FieldProblem(
                        StreamSupport.stream(violation.getPropertyPath().spliterator(), false)
                                .map(Object::toString)
                                .reduce((first, last) -> last)
                                .orElse(""),
                        "INVALID",
                        violation.getMessage()))
                .toList();
        return answer(
                problem(HttpStatus.BAD_REQUEST, "INVALID_FIELDS", "Some fields are not as they must be.", errors));
    }

    /** Two requests stood in each other's way; nothing was done and the same request may simply be sent again. */
    @ExceptionHandler
    ResponseEntity<Object> on(ConcurrencyFailureException collision, HttpServletResponse response) {
        response.setHeader(HttpHeaders.RETRY_AFTER, "1");
        return answer(problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "BUSY",
                "Another request was changing the same things; nothing was done. Send this one again.",
                List.of()));
    }

    @ExceptionHandler({CannotCreateTransactionException.class, DataAccessResourceFailureException.class})
    ResponseEntity<Object> onDatabaseAway(Exception away, HttpServletResponse response) {
        log.warn("The database cannot be reached: {}", away.toString());
        response.setHeader(HttpHeaders.RETRY_AFTER, "5");
        return answer(problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "DATABASE_UNAVAILABLE",
                "The database cannot be reached just now. Whether this request took effect is not known: send it again"
                        + " with the same Idempotency-Key.",
                List.of()));
    }

    /** Tomcat has closed the answer by then: {@link BrokenOffRequests} gives another in its place. */
    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> on(BadRequestException brokenOff, HttpServletRequest request) {
        request.setAttribute(RequestDispatcher.ERROR_EXCEPTION, brokenOff);
        return null;
    }

    @ExceptionHandler
    ResponseEntity<Object> onAnythingElse(Exception failure, WebRequest request) throws Exception {
        if (failure instanceof org.springframework.security.access.AccessDeniedException
                || failure instanceof org.springframework.security.core.AuthenticationException) {
            throw failure; // the security filters answer these
        }
        if (failure instanceof IOException) {
            throw failure; // the client has gone
        }
        log.error("A request failed", failure);
        return answer(problem(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "UNEXPECTED",
                "Something unexpected went wrong here; the log tells more. Sending it again is safe with the same"
                        + " Idempotency-Key.",
                List.of()));
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception failure, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail problem = body instanceof ProblemDetail detail ? detail : ProblemDetail.forStatus(status);
        if (problem.getProperties() == null || !problem.getProperties().containsKey("code")) {
            HttpStatus known = HttpStatus.resolve(status.value());
            problem.setProperty("code", known == null ? "HTTP_" + status.value() : known.name());
        }
        return ResponseEntity.status(status)
                .headers(headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    private static ProblemDetail problem(HttpStatus status, String code, String detail, List<FieldProblem> errors) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setProperty("code", code);
        if (!errors.isEmpty()) {
            problem.setProperty("errors", errors);
        }
        return problem;
    }

    private static ResponseEntity<Object> answer(ProblemDetail problem) {
        return ResponseEntity.status(problem.getStatus())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    /** For filters, which stand outside the reach of exception handlers. */
    static void write(HttpServletResponse response, JsonMapper json, HttpStatus status, String code, String detail)
            throws IOException {
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        json.writeValue(response.getOutputStream(), problem(status, code, detail, List.of()));
    }
}
