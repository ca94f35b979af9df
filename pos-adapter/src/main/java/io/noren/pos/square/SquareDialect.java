package io.noren.pos.square;

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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Square's tills. A webhook is believed for the HMAC over its address and its body and only names an order; each order
 * that Square calls complete is one transaction, and one with returns brings goods back.
 */
@Component
class SquareDialect implements SignedDialect {
    private static final AllowedFields KEPT = AllowedFields.of(
            "id",
            "location_id",
            "state",
            "created_at",
            "closed_at",
            "customer_id",
            "line_items.catalog_object_id",
            "line_items.quantity",
            "line_items.quantity_unit.measurement_unit.weight_unit",
            "line_items.item_type",
            "line_items.total_money.amount",
            "line_items.total_money.currency",
            "returns.return_line_items.catalog_object_id",
            "returns.return_line_items.quantity",
            "returns.return_line_items.quantity_unit.measurement_unit.weight_unit",
            "returns.return_line_items.item_type",
            "returns.return_line_items.total_money.amount",
            "returns.return_line_items.total_money.currency");

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,192}");

    private final VendorSources sellers;
    private final VendorKeys keys;

    SquareDialect(SquareSettings settings, VendorKeys keys) {
        this.sellers = new VendorSources("square", settings.square());
        this.keys = keys;
    }

    @Override
    public String kind() {
        return "SQUARE";
    }

    @Override
    public Set<String> sources() {
        return sellers.names();
    }

    @Override
    public VendorSource settings(String source) {
        return sellers.of(source);
    }

    @Override
    public void verify(Delivery delivery) {
        VendorSource seller = settings(delivery.source());
        String url = seller.webhookUrl() == null ? delivery.url() : seller.webhookUrl();
        Signatures.demand(
                seller.secrets(),
                "HmacSHA256",
                delivery.header("X-Square-HmacSha256-Signature"),
                url.getBytes(StandardCharsets.UTF_8),
                delivery.body());
        Signatures.demandRecent(
                VendorJson.text(VendorJson.read(delivery.body()), "created_at"), delivery, seller.replayWindow());
    }

    /** Of orders and of payments; an order that is still open is none of ours yet. */
    @Override
    public Notice understand(Delivery delivery) {
        JsonNode told = VendorJson.read(delivery.body());
        Set<String> orders = new TreeSet<>();
        for (JsonNode about : told.path("data").path("object")) {
            String order = VendorJson.text(about, "order_id");
            if (ID.matcher(order).matches() && !VendorJson.text(about, "state").equals("OPEN")) {
                orders.add(order);
            }
        }
        String id = VendorJson.text(told, "event_id");
        return Notice.of(ID.matcher(id).matches() ? id : null, List.copyOf(orders));
    }

    @Override
    public VendorFeed feed(String source) {
        return new SquareFeed(settings(source));
    }

    @Override
    public void check(String source, InputStream received, OutputStream kept) throws IOException {
        VendorJson.keep(List.of(VendorJson.read(received)), KEPT, kept);
    }

    @Override
    public void read(String source, InputStream kept, Consumer<Reading> transactions) throws IOException {
        VendorJson.read(kept, new SquareInterpreter(source, settings(source), keys), transactions);
    }
}
