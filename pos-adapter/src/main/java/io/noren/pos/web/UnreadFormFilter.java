package io.noren.pos.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Some cloud till systems send forms, and sign them byte by byte. A server reads a form away as soon as anybody asks for
 * a parameter, and the search for the controller does ask; so what they send has no parameters.
 */
@Component
class UnreadFormFilter extends OncePerRequestFilter {
    private static final Pattern DOCUMENTS = Pattern.compile("/api/v1/pos/([^/]+)/documents");

    private final SignedDeliveries signed;

    UnreadFormFilter(SignedDeliveries signed) {
        this.signed = signed;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        Matcher documents = DOCUMENTS.matcher(request.getRequestURI());
        return !documents.matches() || !signed.areFrom(documents.group(1));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(new WithoutParameters(request), response);
    }

    private static final class WithoutParameters extends HttpServletRequestWrapper {
        WithoutParameters(HttpServletRequest request) {
            super(request);
        }

        @Override
        public @Nullable String getParameter(String name) {
            return null;
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            return Map.of();
        }

        @Override
        public Enumeration<String> getParameterNames() {
            return Collections.emptyEnumeration();
        }

        @Override
        public String @Nullable [] getParameterValues(String name) {
            return null;
        }
    }
}
