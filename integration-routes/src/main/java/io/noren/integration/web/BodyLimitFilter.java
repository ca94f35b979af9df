package io.noren.integration.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/**
 * No API request but a till document or an import may have a body of more than 4 MB. The body is read here once,
 * whatever its declared length says, so that everything behind may read it again.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE - 20) // behind security: a stranger's body is not read at all
class BodyLimitFilter extends OncePerRequestFilter {
    /** In bytes; five thousand movements fit into a fifth of it. */
    static final int LIMIT = 4 * 1024 * 1024;

    private final JsonMapper json;

    BodyLimitFilter(JsonMapper json) {
        this.json = json;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        boolean mayHaveBody =
                !HttpMethod.GET.matches(request.getMethod()) && !HttpMethod.HEAD.matches(request.getMethod());
        return !mayHaveBody || !path.startsWith("/api/") || isStreamed(path);
    }

    /** These are streamed to disk by their own controller, with a limit of its own. */
    static boolean isStreamed(String path) {
        return (path.startsWith("/api/v1/pos/") && path.endsWith("/documents")) || path.equals("/api/v1/stock/imports");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > LIMIT) {
            refuse(response);
            return;
        }
        byte[] body = request.getInputStream().readNBytes(LIMIT + 1);
        if (body.length > LIMIT) {
            refuse(response);
            return;
        }
        chain.doFilter(new ReadRequest(request, body), response);
    }

    private void refuse(HttpServletResponse response) throws IOException {
        response.setHeader("Connection", "close"); // the rest of the body is not worth reading
        Problems.write(
                response,
                json,
                HttpStatus.CONTENT_TOO_LARGE,
                "BODY_TOO_LARGE",
                "The body is larger than " + LIMIT / (1024 * 1024) + " MB. Send it in several requests.");
    }

    /** A request whose body is at hand and can be read as often as needed. */
    static final class ReadRequest extends HttpServletRequestWrapper {
        private final byte[] body;

        ReadRequest(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        byte[] body() {
            return body;
        }

        @Override
        public ServletInputStream getInputStream() {
            return new Stream(new ByteArrayInputStream(body));
        }
    }

    private static final class Stream extends ServletInputStream {
        private final ByteArrayInputStream bytes;

        Stream(ByteArrayInputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return bytes.read(into, offset, length);
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("the body is already here; there is nothing to wait for");
        }
    }
}
