package io.noren.pos.shopify;

import io.noren.pos.Reading;
import io.noren.pos.vendor.AllowedFields;
import io.noren.pos.vendor.Delivery;
import io.noren.pos.vendor.Signatures;
import io.noren.pos.vendor.SignedDialect;
import io.noren.pos.vendor.VendorFeed;
import io.noren.pos.vendor.VendorJson;
import io.noren.pos.vendor.VendorKeys;
import io.noren.pos.vendor.VendorSource;
import io.noren.pos.vendor.VendorSources;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Shopify's tills. A webhook is believed for the HMAC over its body and only names an order, because its own picture of
 * the order is that of a moment. What is recorded is the order's agreements, which never change: Shopify makes a new one
 * when the order is placed, edited, returned or refunded.
 */
@Component
class ShopifyDialect implements SignedDialect, ShopifyTills {
    /** Without whose it is: neither names nor addresses are asked for, so none can be kept. */
    private static final AllowedFields KEPT = AllowedFields.of(
            "id",
            "sourceName",
            "test",
            "retailLocation.id",
            "customer.id",
            "agreements.id",
            "agreements.happenedAt",
            "agreements.reason",
            "agreements.sales.lineType",
            "agreements.sales.quantity",
            "agreements.sales.totalAmount.shopMoney.amount",
            "agreements.sales.totalAmount.shopMoney.currencyCode",
            "agreements.sales.lineItem.id",
            "agreements.sales.lineItem.sku",
            "agreements.sales.lineItem.variant.id",
            "agreements.refund.refundLineItems.nodes.quantity",
            "agreements.refund.refundLineItems.nodes.restockType",
            "agreements.refund.refundLineItems.nodes.lineItem.id");

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,20}");

    private final VendorSources shops;
    private final VendorKeys keys;

    ShopifyDialect(ShopifySettings settings, VendorKeys keys) {
        this.shops = new VendorSources("shopify", settings.shopify());
        this.keys = keys;
    }

    @Override
    public String kind() {
        return "SHOPIFY";
    }

    @Override
    public Set<String> sources() {
        return shops.names();
    }

    @Override
    public boolean areReadOf(URI shop) {
        return shops.all().values().stream()
                .map(VendorSource::url)
                .anyMatch(url -> url != null && url.getAuthority().equalsIgnoreCase(shop.getAuthority()));
    }

    @Override
    public VendorSource settings(String source) {
        return shops.of(source);
    }

    @Override
    public void verify(Delivery delivery) {
        VendorSource shop = settings(delivery.source());
        Signatures.demand(shop.secrets(), "HmacSHA256", delivery.header("X-Shopify-Hmac-Sha256"), delivery.body());
        JsonNode told = VendorJson.read(delivery.body());
        // No webhook of Shopify's is signed with the time at which it was sent; what it tells has one.
        Signatures.demandRecent(
                VendorJson.text(told, told.has("updated_at") ? "updated_at" : "created_at"),
                delivery,
                shop.replayWindow());
    }

    @Override
    public Notice understand(Delivery delivery) {
        JsonNode told = VendorJson.read(delivery.body());
        String topic = String.valueOf(delivery.header("X-Shopify-Topic"));
        String order = VendorJson.text(told, topic.startsWith("orders/") ? "id" : "order_id");
        boolean fromElsewhere = told.has("source_name") && !isOfTills(told.path("source_name"));
        return Notice.of(
                id(delivery.header("X-Shopify-Webhook-Id")),
                fromElsewhere || !NUMBER.matcher(order).matches() ? List.of() : List.of(order));
    }

    private static @Nullable String id(@Nullable String id) {
        return id == null || id.isBlank() || id.length() > 200 ? null : id;
    }

    static boolean isOfTills(JsonNode sourceName) {
        return sourceName.asString("").equals("pos");
    }

    @Override
    public VendorFeed feed(String source) {
        return new ShopifyFeed(settings(source));
    }

    @Override
    public void check(String source, InputStream received, OutputStream kept) throws IOException {
        VendorJson.keep(List.of(VendorJson.read(received)), KEPT, kept);
    }

    @Override
    public void read(String source, InputStream kept, Consumer<Reading> transactions) throws IOException {
        VendorJson.read(kept, new ShopifyInterpreter(source, settings(source), keys), transactions);
    }
}
