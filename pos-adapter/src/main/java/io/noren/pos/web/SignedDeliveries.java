package io.noren.pos.web;

import io.noren.pos.Refusal;
import io.noren.pos.vendor.Delivery;
import io.noren.pos.vendor.SignedSources;
import io.noren.pos.vendor.Webhooks;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * What cloud till systems send. Whoever calls is a stranger until the signature was checked, so neither a key nor the
 * type of the body counts, and little is read.
 */
@Component
class SignedDeliveries {
    /** In bytes; vendors' webhooks have a few thousand, those of very long orders some hundred thousand. */
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private final SignedSources sources;
    private final Webhooks webhooks;
    private final String publicUrl;

    SignedDeliveries(SignedSources sources, Webhooks webhooks, @Value("${noren.public-url:}") String publicUrl) {
        this.sources = sources;
        this.webhooks = webhooks;
        this.publicUrl = publicUrl.strip().replaceAll("/+$", "");
    }

    /** What a webhook led to that only names transactions: how many things the vendor is asked for because of it. */
    record Noted(int toFetch) {}

    boolean areFrom(String source) {
        return sources.isSigned(source);
    }

    Object receive(String source, HttpServletRequest request, Instant receivedAt) throws IOException {
        byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            throw new Refusal(
                    "DOCUMENT_TOO_LARGE",
                    "A webhook may have at most " + MOST_BYTES + " bytes.",
                    null,
                    Map.of("limit", MOST_BYTES));
        }
        String url = publicUrl.isEmpty() ? request.getRequestURL().toString() : publicUrl + request.getRequestURI();
        Webhooks.Heard heard = webhooks.hear(new Delivery(source, url, headers(request), body, receivedAt));
        return heard.receipt() == null ? new Noted(heard.toFetch()) : heard.receipt();
    }

    private static Map<String, String> headers(HttpServletRequest request) {
        Map<String, String> headers = new HashMap<>();
        List<String> names = Collections.list(request.getHeaderNames());
        names.forEach(name -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), request.getHeader(name)));
        return headers;
    }
}
