package io.noren.integration.qr;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/** Says no in the words of the one who asked: a small page for a shopper's browser, RFC 9457 for a program. */
@ControllerAdvice(basePackageClasses = CodeRefusals.class)
@Order(0) // before the application's general answers
class CodeRefusals {

    @ExceptionHandler
    Object refuse(CodeRefused refused, HttpServletRequest request) {
        HttpStatus status = refused.reason().status();
        if (asksForPage(request)) {
            boolean withdrawn = refused.reason() == CodeRefused.Reason.ITEM_WITHDRAWN;
            ModelAndView page = new ModelAndView(withdrawn ? "shelf-code-withdrawn" : "shelf-code-refused", status);
            page.addAllObjects(refused.properties());
            page.addObject("reason", refused.reason().name());
            page.addObject("status", status.value());
            return page;
        }
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, refused.getMessage());
        problem.setProperty("code", refused.reason().name());
        refused.properties().forEach(problem::setProperty);
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    /** Browsers name HTML in Accept; programs name JSON or nothing. */
    private static boolean asksForPage(HttpServletRequest request) {
        try {
            List<MediaType> wanted = MediaType.parseMediaTypes(request.getHeader(HttpHeaders.ACCEPT));
            return wanted.stream().anyMatch(type -> type.equalsTypeAndSubtype(MediaType.TEXT_HTML));
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }
}
