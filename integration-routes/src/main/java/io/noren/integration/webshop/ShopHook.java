package io.noren.integration.webshop;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What somebody who says that it is the shop has sent: not believed before its signature was checked. */
public final class ShopHook {
    private final String topic;
    private final Map<String, String> headers;
    private final byte[] body;

    /**
     * @param topic what it is about, as the last part of the address says: {@code orders}
     * @param headers by their names in lower case
     * @param body exactly as it came, because the signature is over it
     */
    public ShopHook(String topic, Map<String, String> headers, byte[] body) {
        this.topic = topic;
        this.headers = Map.copyOf(headers);
        this.body = body.clone();
    }

    public String topic() {
        return topic;
    }

    @Nullable
    public String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    public byte[] body() {
        return body.clone();
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
