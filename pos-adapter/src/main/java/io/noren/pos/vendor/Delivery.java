package io.noren.pos.vendor;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What somebody who says that it is the vendor has sent: not believed before its signature was checked. */
public final class Delivery {
    private final String source;
    private final String url;
    private final Map<String, String> headers;
    private final byte[] body;
    private final Instant receivedAt;

    /**
     * @param url to which it was sent, as far as we can tell from here; behind a proxy the vendor may see another one
     * @param headers by their names in lower case; of one that came twice the first
     * @param body exactly as it came, because the signature is over it
     */
    public Delivery(String source, String url, Map<String, String> headers, byte[] body, Instant receivedAt) {
        this.source = source;
        this.url = url;
        this.headers = Map.copyOf(headers);
        this.body = body.clone();
        this.receivedAt = receivedAt;
    }

    public String source() {
        return source;
    }

    public String url() {
        return url;
    }

    /** Whatever the case of its name. */
    @Nullable
    public String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    public byte[] body() {
        return body.clone();
    }

    public Instant receivedAt() {
        return receivedAt;
    }
}
