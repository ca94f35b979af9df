package io.noren.pos.square;

import io.noren.pos.Reading;
import io.noren.pos.dialect.TillWords;
import io.noren.pos.dialect.Unreadable;
import io.noren.pos.vendor.AllowedFields;
import io.noren.pos.vendor.Delivery;
import io.noren.pos.vendor.Signatures;
import io.noren.pos.vendor.SignedDialect;
import io.noren.pos.vendor.VendorFeed;
import io.noren.pos.vendor.VendorJson;
import io.noren.pos.vendor.VendorKeys;
import io.noren.pos.vendor.VendorSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;
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

    private final Map<String, VendorSource> sellers;
    private final VendorKeys keys;

    SquareDialect(SquareSettings settings, VendorKeys keys) {
        this.sellers = Map.copyOf(settings.square());
        this.keys = keys;
    }

    @Override
    public String kind() {
        return "SQUARE";
    }

    @Override
    public Set<String> sources() {
        return sellers.keySet();
    }

    @Override
    public VendorSource settings(String source) {
        VendorSource seller = sellers.get(source);
        if (seller == null) {
            throw new IllegalStateException("noren.pos.square." + source + " is not set any more");
        }
        return seller;
    }

    @Override
    public List<MimeType> mediaTypes() {
        return List.of(MimeTypeUtils.APPLICATION_JSON);
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
        try {
            Signatures.demandRecent(
                    TillWords.time(
                                    VendorJson.read(delivery.body())
                                            .path("created_at")
                                            .asString(""),
                                    1)
                            .in(ZoneOffset.UTC),
                    delivery.receivedAt(),
                    seller.replayWindow());
        } catch (Unreadable nothingToldOfATime) {
            return;
        }
    }

    /** Of orders and of payments; an order that is still open is none of ours yet. */
    @Override
    public Notice understand(Delivery delivery) {
        JsonNode told = VendorJson.read(delivery.body());
        Set<String> orders = new TreeSet<>();
        for (JsonNode about : told.path("data").path("object")) {
            String order = about.path("order_id").asString("");
            if (ID.matcher(order).matches() && !about.path("state").asString("").equals("OPEN")) {
                orders.add(order);
            }
        }
        String id = told.path("event_id").asString("");
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
