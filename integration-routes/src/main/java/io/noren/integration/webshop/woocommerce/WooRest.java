package io.noren.integration.webshop.woocommerce;

import io.noren.integration.webshop.ShopAccess;
import io.noren.integration.webshop.ShopHttp.Answer;
import io.noren.integration.webshop.ShopTrouble;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** WooCommerce's REST v3, with the shop's key. */
final class WooRest {
    static final int MOST_A_PAGE = 100;

    private static final String BASE = "/wp-json/wc/v3";

    private final ShopAccess access;

    WooRest(ShopAccess access) {
        this.access = access;
    }

    /**
     * A page of a list.
     *
     * @param pages how many there are
     */
    record Listed(JsonNode rows, int pages) {}

    Listed list(String path, Map<String, String> query) {
        String asked = query.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        Answer answer = access.http().get(BASE + path + "?" + asked, headers());
        return new Listed(
                answer.body(),
                answer.headers()
                        .firstValue("X-WP-TotalPages")
                        .filter(text -> text.strip().matches("[0-9]{1,9}"))
                        .map(text -> Integer.parseInt(text.strip()))
                        // Else the first page would be taken for all there is.
                        .orElseThrow(() -> ShopTrouble.fails("WooCommerce did not say how many pages there are: is the"
                                + " header X-WP-TotalPages taken away on its way?")));
    }

    JsonNode get(String path) {
        return access.http().get(BASE + path, headers()).body();
    }

    JsonNode post(String path, Object body) {
        return access.http().post(BASE + path, headers(), body).body();
    }

    private Map<String, String> headers() {
        String pair = access.credential(WooSystem.KEY) + ":" + access.credential(WooSystem.SECRET);
        return Map.of(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }
}
