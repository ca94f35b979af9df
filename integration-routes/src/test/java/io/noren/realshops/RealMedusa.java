package io.noren.realshops;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import tools.jackson.databind.JsonNode;

/** Medusa 2 with one region, one stock location, and payment that is always authorised. */
public final class RealMedusa extends RealShop {
    private static final String ADMIN = "admin@shop.test";

    private final Map<String, String> inventoryItems = new HashMap<>();
    private final Map<String, String> products = new HashMap<>();
    private final Map<String, String> variants = new HashMap<>();
    private Map<String, String> admin = Map.of();
    /** Signed in: a secret key costs Medusa a scrypt for each request. */
    private Map<String, String> person = Map.of();

    private Map<String, String> store = Map.of();
    private String apiKey = "";
    private String location = "";
    private String channel = "";
    private String region = "";
    private String shipping = "";
    private String profile = "";

    /**
     * @param below where it is installed, unless it is there already
     * @param database an empty one, as a JDBC URL with user and password
     */
    public RealMedusa(Path below, String database) throws IOException, InterruptedException {
        super(below, "medusa", List.of("package.json", "medusa-config.js"), database);
        run(Duration.ofMinutes(10), installed("medusa"), "db:migrate");
        run(Duration.ofMinutes(5), installed("medusa"), "user", "-e", ADMIN, "-p", PASSWORD);
    }

    @Override
    List<String> command() {
        return List.of(installed("medusa"), "start", "--port", address.replaceAll(".*:", ""));
    }

    @Override
    public void furnish() {
        String token = json("POST", "/auth/user/emailpass", Map.of("email", ADMIN, "password", PASSWORD), Map.of())
                .path("token")
                .asString();
        person = Map.of("Authorization", "Bearer " + token);
        admin = person;
        apiKey = made("/admin/api-keys", Map.of("title", "noren", "type", "secret"), "api_key")
                .path("token")
                .asString();
        admin = Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString((apiKey + ":").getBytes(UTF_8)));
        location = id("/admin/stock-locations", Map.of("name", "Noren"), "stock_location");
        channel = json("GET", "/admin/sales-channels", null, admin)
                .path("sales_channels")
                .path(0)
                .path("id")
                .asString();
        post("/admin/stock-locations/" + location + "/sales-channels", Map.of("add", List.of(channel)));
        JsonNode key = made("/admin/api-keys", Map.of("title", "store", "type", "publishable"), "api_key");
        post("/admin/api-keys/" + key.path("id").asString() + "/sales-channels", Map.of("add", List.of(channel)));
        store = Map.of("x-publishable-api-key", key.path("token").asString());
        region = id(
                "/admin/regions",
                Map.of(
                        "name",
                        "Japan",
                        "currency_code",
                        "jpy",
                        "countries",
                        List.of("jp"),
                        "payment_providers",
                        List.of("pp_system_default")),
                "region");
        furnishShipping();
    }

    private void furnishShipping() {
        String sets = "/admin/stock-locations/" + location + "/fulfillment-sets?fields=*fulfillment_sets";
        String set = post(sets, Map.of("name", "post", "type", "shipping"))
                .path("stock_location")
                .path("fulfillment_sets")
                .path(0)
                .path("id")
                .asString();
        String zone = post(
                        "/admin/fulfillment-sets/" + set + "/service-zones?fields=*service_zones",
                        Map.of("name", "jp", "geo_zones", List.of(Map.of("type", "country", "country_code", "jp"))))
                .path("fulfillment_set")
                .path("service_zones")
                .path(0)
                .path("id")
                .asString();
        post("/admin/stock-locations/" + location + "/fulfillment-providers", Map.of("add", List.of("manual_manual")));
        JsonNode profiles = json("GET", "/admin/shipping-profiles", null, admin).path("shipping_profiles");
        profile = profiles.isEmpty()
                ? id("/admin/shipping-profiles", Map.of("name", "default", "type", "default"), "shipping_profile")
                : profiles.path(0).path("id").asString();
        shipping = id(
                "/admin/shipping-options",
                Map.of(
                        "name",
                        "post",
                        "service_zone_id",
                        zone,
                        "shipping_profile_id",
                        profile,
                        "provider_id",
                        "manual_manual",
                        "price_type",
                        "flat",
                        "type",
                        Map.of("label", "post", "description", "post", "code", "post"),
                        "prices",
                        List.of(Map.of("currency_code", "jpy", "amount", 500)),
                        "rules",
                        List.of(
                                Map.of("attribute", "enabled_in_store", "operator", "eq", "value", "true"),
                                Map.of("attribute", "is_return", "operator", "eq", "value", "false"))),
                "shipping_option");
    }

    @Override
    public String settings() {
        return """
                {"name": "Medusa", "system": "medusa", "url": "%s", "channel": "web", "places": {"": "%s"},
                 "credentials": {"apiKey": "%s"}, "options": {"salesChannel": "%s"}}
                """.formatted(address, location, apiKey, channel);
    }

    @Override
    public void sells(String sku) {
        JsonNode product = made(
                "/admin/products",
                Map.of(
                        "title",
                        sku,
                        "status",
                        "published",
                        "shipping_profile_id",
                        profile,
                        "sales_channels",
                        List.of(Map.of("id", channel)),
                        "options",
                        List.of(Map.of("title", "size", "values", List.of("one"))),
                        "variants",
                        List.of(Map.of(
                                "title",
                                "one",
                                "sku",
                                sku,
                                "manage_inventory",
                                true,
                                "options",
                                Map.of("size", "one"),
                                "prices",
                                List.of(Map.of("currency_code", "jpy", "amount", 1000))))),
                "product");
        products.put(sku, product.path("id").asString());
        variants.put(sku, product.path("variants").path(0).path("id").asString());
        String item = json("GET", "/admin/inventory-items?sku=" + sku, null, admin)
                .path("inventory_items")
                .path(0)
                .path("id")
                .asString();
        inventoryItems.put(sku, item);
        post(
                "/admin/inventory-items/" + item + "/location-levels",
                Map.of("location_id", location, "stocked_quantity", 0));
    }

    @Override
    public int available(String sku) {
        JsonNode level = level(sku);
        return level.path("stocked_quantity").asInt()
                - level.path("reserved_quantity").asInt();
    }

    @Override
    public int onHand(String sku) {
        return level(sku).path("stocked_quantity").asInt();
    }

    @Override
    public void counts(String sku, int quantity) {
        json(
                "POST",
                "/admin/inventory-items/" + inventoryItems.get(sku) + "/location-levels/" + location,
                Map.of("stocked_quantity", quantity),
                person);
    }

    @Override
    public String offers(String sku) {
        String fields = "id,variants.id,variants.manage_inventory,variants.inventory_quantity";
        return json("GET", "/store/products/" + products.get(sku) + "?fields=" + fields, null, store)
                .path("product")
                .path("variants")
                .path(0)
                .path("inventory_quantity")
                .asString();
    }

    /** Reserves without an order, as Medusa's administrators and modules do; its id. */
    public String reserves(String sku, int quantity) {
        Map<String, Object> body =
                Map.of("inventory_item_id", inventoryItems.get(sku), "location_id", location, "quantity", quantity);
        return json("POST", "/admin/reservations", body, person)
                .path("reservation")
                .path("id")
                .asString();
    }

    private JsonNode level(String sku) {
        String fields = "location_levels.stocked_quantity,location_levels.reserved_quantity";
        return json("GET", "/admin/inventory-items/" + inventoryItems.get(sku) + "?fields=" + fields, null, admin)
                .path("inventory_item")
                .path("location_levels")
                .path(0);
    }

    @Override
    public Callable<String> fillsABasket(String sku, int quantity) {
        String cart = shop(
                        "/store/carts",
                        Map.of(
                                "region_id",
                                region,
                                "email",
                                "shopper@shop.test",
                                "shipping_address",
                                Map.of(
                                        "first_name", "a",
                                        "last_name", "b",
                                        "address_1", "c",
                                        "city", "Tokyo",
                                        "country_code", "jp",
                                        "postal_code", "100-0001")))
                .path("cart")
                .path("id")
                .asString();
        shop("/store/carts/" + cart + "/line-items", Map.of("variant_id", variants.get(sku), "quantity", quantity));
        shop("/store/carts/" + cart + "/shipping-methods", Map.of("option_id", shipping));
        String payment = shop("/store/payment-collections", Map.of("cart_id", cart))
                .path("payment_collection")
                .path("id")
                .asString();
        shop("/store/payment-collections/" + payment + "/payment-sessions", Map.of("provider_id", "pp_system_default"));
        return () -> shop("/store/carts/" + cart + "/complete", Map.of())
                .path("order")
                .path("id")
                .asString();
    }

    @Override
    public void sends(String order, int quantity) {
        String line = json("GET", "/admin/orders/" + order + "?fields=id,items.id", null, admin)
                .path("order")
                .path("items")
                .path(0)
                .path("id")
                .asString();
        post(
                "/admin/orders/" + order + "/fulfillments",
                Map.of("location_id", location, "items", List.of(Map.of("id", line, "quantity", quantity))));
    }

    @Override
    public void cancels(String order) {
        post("/admin/orders/" + order + "/cancel", Map.of());
    }

    private JsonNode post(String path, Object body) {
        return json("POST", path, body, admin);
    }

    private JsonNode shop(String path, Object body) {
        return json("POST", path, body, store);
    }

    private JsonNode made(String path, Object body, String what) {
        return post(path, body).path(what);
    }

    private String id(String path, Object body, String what) {
        return made(path, body, what).path("id").asString();
    }
}
