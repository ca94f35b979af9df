package io.noren.pos.vendor;

import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** One way to each vendor, so that its limit holds over all turns of this copy. */
@Component
class VendorClients {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

    // A redirect must not lead our tokens elsewhere.
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT_LIMIT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private final Map<String, VendorHttp> bySource = new ConcurrentHashMap<>();
    private final Clock clock;

    VendorClients(Clock clock) {
        this.clock = clock;
    }

    VendorHttp of(String source, VendorLimits limits) {
        return bySource.computeIfAbsent(source, first -> new VendorHttp(client, limits, clock));
    }
}
