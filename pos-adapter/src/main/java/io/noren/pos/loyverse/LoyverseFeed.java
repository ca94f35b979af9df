package io.noren.pos.loyverse;

import io.noren.pos.vendor.VendorFeed;
import io.noren.pos.vendor.VendorHttp;
import io.noren.pos.vendor.VendorJson;
import io.noren.pos.vendor.VendorLimits;
import io.noren.pos.vendor.VendorSource;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Asks Loyverse for receipts by their last change. */
final class LoyverseFeed implements VendorFeed {
    private static final String USUAL_ADDRESS = "https://api.loyverse.com";
    private static final int RECEIPTS_A_PAGE = 250;
    private static final int RECEIPTS_AT_ONCE = 50;

    /** Of each account, whoever asks for it. */
    private static final int REQUESTS = 60;

    private final VendorLimits limits;

    LoyverseFeed(VendorSource merchant) {
        this.limits = new VendorLimits(
                merchant.address(USUAL_ADDRESS),
                Map.of("Authorization", "Bearer " + merchant.token()),
                REQUESTS,
                Duration.ofMinutes(1),
                RECEIPTS_AT_ONCE);
    }

    @Override
    public VendorLimits limits() {
        return limits;
    }

    @Override
    public Page changedSince(Instant since, @Nullable String page, VendorHttp http) {
        JsonNode answer = http.get("/v1.0/receipts?limit=" + RECEIPTS_A_PAGE + "&updated_at_min="
                + encoded(since.truncatedTo(ChronoUnit.MILLIS).toString())
                + (page == null ? "" : "&cursor=" + encoded(page)));
        String next = VendorJson.text(answer, "cursor");
        return new Page(receipts(answer), next.isEmpty() ? null : next);
    }

    @Override
    public Page fetch(List<String> subjects, VendorHttp http) {
        return new Page(
                receipts(http.get("/v1.0/receipts?receipt_numbers=" + encoded(String.join(",", subjects)))), null);
    }

    private static List<JsonNode> receipts(JsonNode answer) {
        List<JsonNode> receipts = new ArrayList<>();
        answer.path("receipts").forEach(receipts::add);
        return receipts;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
