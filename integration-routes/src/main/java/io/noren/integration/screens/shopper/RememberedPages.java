package io.noren.integration.screens.shopper;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32C;
import java.util.zip.GZIPOutputStream;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.ViewResolver;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Pages as they were sent, by everything that they show: what is shown is found out anew for each reader, and only if
 * nobody was shown the same before is the page written. So no page is old, and a crowd before one shelf costs little. A
 * phone that has the page already is told so.
 */
@Component
class RememberedPages {
    private static final long MOST_BYTES = 64L << 20;

    private final Cache<Asked, Page> pages = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((Asked asked, Page page) -> page.plain().length + page.packed().length)
            .build();
    private final ViewResolver views;

    RememberedPages(ViewResolver viewResolver) {
        this.views = viewResolver;
    }

    /**
     * @param address with its query, which the frame of a page shows
     * @param shown all else that it shows, compared by what it says
     */
    record Asked(String view, Locale locale, String address, Object shown) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared, only sent
    private record Page(byte[] plain, byte[] packed, String tag) {}

    /** For readers of whom the page shows nothing: nobody is signed in. */
    void send(
            String view, Map<String, ?> model, Locale locale, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String query = request.getQueryString();
        String address = query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query;
        Page page = Objects.requireNonNull(pages.get(
                new Asked(view, locale, address, model), asked -> written(view, model, locale, request, response)));
        response.setHeader(
                HttpHeaders.CACHE_CONTROL, CacheControl.noCache().cachePrivate().getHeaderValue());
        response.setHeader(HttpHeaders.VARY, "Accept-Encoding, Accept-Language, Cookie");
        response.setHeader(HttpHeaders.ETAG, page.tag());
        if (page.tag().equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(MediaType.TEXT_HTML_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        boolean packed = takesGzip(request);
        byte[] bytes = packed ? page.packed() : page.plain();
        if (packed) {
            response.setHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    private Page written(
            String view,
            Map<String, ?> model,
            Locale locale,
            HttpServletRequest request,
            HttpServletResponse response) {
        try {
            View found = Objects.requireNonNull(views.resolveViewName(view, locale));
            ContentCachingResponseWrapper kept = new ContentCachingResponseWrapper(response);
            found.render(model, request, kept);
            byte[] plain = kept.getContentAsByteArray();
            return new Page(plain, packed(plain), tag(plain));
        } catch (Exception e) {
            throw new IllegalStateException("The page " + view + " cannot be written", e);
        }
    }

    private static byte[] packed(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(plain.length / 3);
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        }
        return packed.toByteArray();
    }

    /** Weak: the same whether it was packed or not. */
    private static String tag(byte[] plain) {
        CRC32C sum = new CRC32C();
        sum.update(plain);
        return "W/\"" + plain.length + "-" + Long.toHexString(sum.getValue()) + "\"";
    }

    private static boolean takesGzip(HttpServletRequest request) {
        String takes = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        return takes != null && takes.contains("gzip");
    }
}
