package io.noren.integration.qr.resolver;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lets scripts of every site ask the resolver, refusals included: nothing here is anybody's own. Not by Spring's means,
 * which turn away a preflight whose wish they do not understand.
 */
final class ResolverDoor extends OncePerRequestFilter {
    private static final String METHODS = "GET, HEAD, OPTIONS";

    private final JsonMapper json;

    private ResolverDoor(JsonMapper json) {
        this.json = json;
    }

    @Configuration(proxyBeanMethods = false)
    static class InFront {
        @Bean
        static FilterRegistrationBean<ResolverDoor> resolverDoor(JsonMapper json) {
            FilterRegistrationBean<ResolverDoor> door = new FilterRegistrationBean<>(new ResolverDoor(json));
            door.addUrlPatterns("/01/*", "/resolve", "/.well-known/gs1resolver");
            door.setOrder(Ordered.HIGHEST_PRECEDENCE + 20); // behind the limits, before security
            return door;
        }
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        response.setHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, "Link, Location, Retry-After");
        String method = request.getMethod();
        if (HttpMethod.GET.matches(method) || HttpMethod.HEAD.matches(method)) {
            chain.doFilter(request, response);
            return;
        }
        response.setHeader(HttpHeaders.ALLOW, METHODS);
        if (HttpMethod.OPTIONS.matches(method)) {
            response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
            response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, "*");
            response.setHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "86400");
            return;
        }
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.METHOD_NOT_ALLOWED, "Codes are only read: ask with " + METHODS + ".");
        problem.setProperty("code", "METHOD_NOT_ALLOWED");
        response.setStatus(HttpStatus.METHOD_NOT_ALLOWED.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        json.writeValue(response.getOutputStream(), problem);
    }
}
