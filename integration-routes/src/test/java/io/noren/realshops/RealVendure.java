package io.noren.realshops;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;

/** Vendure 3 with one country, one stock location, and payment that is always settled. */
public final class RealVendure extends RealShop {
    private static final String TOKEN = "vendure-auth-token";
    private static final String ERRORS = "__typename ... on ErrorResult { errorCode message }";

    private final Map<String, String> products = new HashMap<>();
    private final Map<String, String> variants = new HashMap<>();
    private final AtomicReference<String> admin = new AtomicReference<>("");
    private final AtomicInteger shoppers = new AtomicInteger();
    private String location = "";

    /**
     * @param below where it is installed, unless it is there already
     * @param database an empty one, as a JDBC URL with user and password
     */
    public RealVendure(Path below, String database) throws IOException, InterruptedException {
        super(below, "vendure", List.of("package.json", "index.js"), database);
    }

    @Override
    List<String> command() {
        return List.of("node", "index.js");
    }

    @Override
    public void furnish() {
        signIn();
        String country = manage("""
                mutation { createCountry(input: { code: "JP", enabled: true,
                    translations: [{ languageCode: en, name: "Japan" }] }) { id } }""").path("createCountry").path("id").asString();
        String zone = manage("mutation { createZone(input: { name: \"JP\", memberIds: [" + country + "] }) { id } }")
                .path("createZone")
                .path("id")
                .asString();
        String channel = manage("{ activeChannel { id } }")
                .path("activeChannel")
                .path("id")
                .asString();
        manage(
                "mutation { updateChannel(input: { id: %s, defaultTaxZoneId: %s, defaultShippingZoneId: %s }) { __typename } }"
                        .formatted(channel, zone, zone));
        String tax = manage("mutation { createTaxCategory(input: { name: \"std\", isDefault: true }) { id } }")
                .path("createTaxCategory")
                .path("id")
                .asString();
        manage(
                "mutation { createTaxRate(input: { name: \"std\", enabled: true, value: 10, categoryId: %s, zoneId: %s }) { id } }"
                        .formatted(tax, zone));
        manage("""
                mutation { createShippingMethod(input: { code: "post", fulfillmentHandler: "manual-fulfillment",
                    checker: { code: "default-shipping-eligibility-checker",
                        arguments: [{ name: "orderMinimum", value: "0" }] },
                    calculator: { code: "default-shipping-calculator", arguments: [{ name: "rate", value: "500" },
                        { name: "includesTax", value: "auto" }, { name: "taxRate", value: "0" }] },
                    translations: [{ languageCode: en, name: "Post", description: "" }] }) { id } }""");
        manage("""
                mutation { createPaymentMethod(input: { code: "dummy", enabled: true,
                    handler: { code: "dummy-payment-handler", arguments: [{ name: "automaticSettle", value: "true" }] },
                    translations: [{ languageCode: en, name: "Dummy", description: "" }] }) { id } }""");
        location = manage("{ stockLocations { items { id } } }")
                .path("stockLocations")
                .path("items")
                .path(0)
                .path("id")
                .asString();
    }

    @Override
    public void start() throws IOException {
        super.start();
        signIn();
    }

    private void signIn() {
        admin.set("");
        manage("mutation { login(username: \"superadmin\", password: \"" + PASSWORD + "\") { " + ERRORS + " } }");
    }

    @Override
    public String settings() {
        return """
                {"name": "Vendure", "system": "vendure", "url": "%s", "channel": "web", "places": {"": "%s"},
                 "credentials": {"username": "superadmin", "password": "%s"}}
                """.formatted(address, location, PASSWORD);
    }

    @Override
    public void sells(String sku) {
        String product =
                manage("""
                mutation { createProduct(input: { enabled: true, translations: [{ languageCode: en, name: "%s", slug: "%s",
                    description: "" }] }) { id } }""".formatted(sku, sku)).path("createProduct").path("id").asString();
        products.put(sku, product);
        variants.put(
                sku,
                manage("""
                mutation { createProductVariants(input: [{ productId: %s, sku: "%s", price: 1000, trackInventory: TRUE,
                    stockLevels: [{ stockLocationId: %s, stockOnHand: 0 }],
                    translations: [{ languageCode: en, name: "%s" }] }]) { id } }""".formatted(product, sku, location, sku))
                        .path("createProductVariants")
                        .path(0)
                        .path("id")
                        .asString());
    }

    @Override
    public int available(String sku) {
        JsonNode level = level(sku);
        return level.path("stockOnHand").asInt() - level.path("stockAllocated").asInt();
    }

    @Override
    public int onHand(String sku) {
        return level(sku).path("stockOnHand").asInt();
    }

    @Override
    public void counts(String sku, int quantity) {
        manage("""
                mutation { updateProductVariants(input: [{ id: %s,
                    stockLevels: [{ stockLocationId: %s, stockOnHand: %d }] }]) { id } }""".formatted(variants.get(sku), location, quantity));
    }

    @Override
    public String offers(String sku) {
        return ask(
                        "/shop-api",
                        new AtomicReference<>(""),
                        "{ product(id: %s) { variants { id stockLevel } } }".formatted(products.get(sku)))
                .path("product")
                .path("variants")
                .path(0)
                .path("stockLevel")
                .asString();
    }

    private JsonNode level(String sku) {
        return manage("{ productVariant(id: %s) { stockLevels { stockOnHand stockAllocated } } }"
                        .formatted(variants.get(sku)))
                .path("productVariant")
                .path("stockLevels")
                .path(0);
    }

    @Override
    public Callable<String> fillsABasket(String sku, int quantity) {
        AtomicReference<String> shopper = new AtomicReference<>("");
        shop(
                shopper,
                "mutation { addItemToOrder(productVariantId: %s, quantity: %d) { %s } }"
                        .formatted(variants.get(sku), quantity, ERRORS));
        shop(shopper, """
                mutation { setCustomerForOrder(input: { firstName: "a", lastName: "b",
                    emailAddress: "shopper-%d@shop.test" }) { %s } }""".formatted(shoppers.incrementAndGet(), ERRORS));
        shop(
                shopper,
                "mutation { setOrderShippingAddress(input: { streetLine1: \"c\", countryCode: \"JP\" }) { %s } }"
                        .formatted(ERRORS));
        String method = shop(shopper, "{ eligibleShippingMethods { id } }")
                .path("eligibleShippingMethods")
                .path(0)
                .path("id")
                .asString();
        shop(shopper, "mutation { setOrderShippingMethod(shippingMethodId: [%s]) { %s } }".formatted(method, ERRORS));
        shop(shopper, "mutation { transitionOrderToState(state: \"ArrangingPayment\") { %s } }".formatted(ERRORS));
        return () -> shop(
                        shopper,
                        "mutation { addPaymentToOrder(input: { method: \"dummy\", metadata: {} }) { %s ... on Order { id } } }"
                                .formatted(ERRORS))
                .path("addPaymentToOrder")
                .path("id")
                .asString();
    }

    @Override
    public void sends(String order, int quantity) {
        String line = manage("{ order(id: %s) { lines { id } } }".formatted(order))
                .path("order")
                .path("lines")
                .path(0)
                .path("id")
                .asString();
        manage("""
                mutation { addFulfillmentToOrder(input: { lines: [{ orderLineId: %s, quantity: %d }],
                    handler: { code: "manual-fulfillment", arguments: [{ name: "method", value: "post" },
                        { name: "trackingCode", value: "1" }] } }) { %s } }""".formatted(line, quantity, ERRORS));
    }

    @Override
    public void cancels(String order) {
        manage("mutation { cancelOrder(input: { orderId: %s, reason: \"changed their mind\" }) { %s } }"
                .formatted(order, ERRORS));
    }

    private JsonNode manage(String query) {
        return ask("/admin-api", admin, query);
    }

    private JsonNode shop(AtomicReference<String> session, String query) {
        return ask("/shop-api", session, query);
    }

    private JsonNode ask(String path, AtomicReference<String> session, String query) {
        Map<String, String> headers =
                session.get().isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + session.get());
        HttpResponse<String> answer = send("POST", path, Map.of("query", query), headers);
        answer.headers().firstValue(TOKEN).ifPresent(session::set);
        JsonNode read = JSON.readTree(answer.body());
        if (!read.path("errors").isEmpty() || answer.body().contains("\"errorCode\"")) {
            throw new IllegalStateException(query + ": " + answer.body());
        }
        return read.path("data");
    }
}
