package io.noren.integration.demo;

import io.noren.integration.demo.WebShop.Level;
import io.noren.integration.demo.WebShop.Shelf;
import io.swagger.v3.oas.annotations.Hidden;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Conditional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The web shop's ear, open to everyone: it believes only what is signed with the secret it got when it subscribed. */
@Hidden // the shop's own, not part of Noren's API
@RestController
@Conditional(DemoWanted.class)
class WebShopHooks {
    static final String PATH = "/demo/webshop/hooks";
    static final String STOCK_CHANGED = "stock.changed";

    private final WebShop shop;
    private final JsonMapper json;

    WebShopHooks(WebShop shop, JsonMapper json) {
        this.shop = shop;
        this.json = json;
    }

    private record Event(String type, JsonNode data) {}

    private record Change(String sku, String location, long sequence, BigDecimal available) {}

    /** 204 noted · 401 not signed with our secret · 503 no secret yet, so that Noren tells again later. */
    @PostMapping(PATH)
    ResponseEntity<Void> hear(
            @RequestHeader("webhook-id") String id,
            @RequestHeader("webhook-timestamp") String timestamp,
            @RequestHeader("webhook-signature") String signature,
            @RequestBody String body) {
        if (!shop.hasSubscribed()) {
            return answer(HttpStatus.SERVICE_UNAVAILABLE);
        }
        Map<String, List<String>> signed = Map.of(
                "webhook-id", List.of(id),
                "webhook-timestamp", List.of(timestamp),
                "webhook-signature", List.of(signature));
        if (!shop.isGenuine(signed, body)) {
            return answer(HttpStatus.UNAUTHORIZED);
        }
        Event event = json.readValue(body, Event.class);
        if (event.type().equals("io.noren." + STOCK_CHANGED)) {
            Change change = json.treeToValue(event.data(), Change.class);
            shop.hear(new Shelf(change.sku(), change.location()), new Level(change.sequence(), change.available()));
        }
        return answer(HttpStatus.NO_CONTENT);
    }

    private static ResponseEntity<Void> answer(HttpStatus status) {
        return ResponseEntity.status(status).build();
    }
}
