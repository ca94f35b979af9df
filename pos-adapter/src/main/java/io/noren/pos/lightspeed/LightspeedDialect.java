package io.noren.pos.lightspeed;

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
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Lightspeed's tills. A webhook is believed for the HMAC over its body and only names a sale, because it tells it in a
 * form that Lightspeed gave up elsewhere; each sale whose goods have left is one transaction, and one that is called void
 * later is taken back by another.
 */
@Component
class LightspeedDialect implements SignedDialect {
    private static final AllowedFields KEPT = AllowedFields.of(
            "id",
            "state",
            "attributes",
            "date",
            "customer_id",
            "source.outlet_id",
            "source.register_id",
            "_metadata.complete_open_sequence_id",
            "payments.amount",
            "line_items.product.id",
            "line_items.quantity",
            "line_items.gift_card_number",
            "line_items.pricing.total",
            "line_items.tax.total");

    private static final Pattern ID = Pattern.compile("[0-9A-Fa-f-]{36}");
    private static final Pattern SIGNATURE =
            Pattern.compile("\\s*signature=([0-9A-Fa-f]+)\\s*,\\s*algorithm=HMAC-SHA256\\s*");

    private final VendorSources retailers;
    private final VendorKeys keys;

    LightspeedDialect(LightspeedSettings settings, VendorKeys keys) {
        this.retailers = new VendorSources("lightspeed", settings.lightspeed());
        this.keys = keys;
    }

    @Override
    public String kind() {
        return "LIGHTSPEED";
    }

    @Override
    public Set<String> sources() {
        return retailers.names();
    }

    @Override
    public VendorSource settings(String source) {
        return retailers.of(source);
    }

    @Override
    public void verify(Delivery delivery) {
        VendorSource retailer = settings(delivery.source());
        Signatures.demandHex(
                retailer.secrets(), "HmacSHA256", signature(delivery.header("X-Signature")), delivery.body());
        JsonNode told = WebhookForm.payload(delivery.body());
        // No webhook is signed with the time at which it was sent; the sale has one, with a blank in it, in UTC.
        Signatures.demandRecent(
                VendorJson.text(told, told.has("updated_at") ? "updated_at" : "created_at")
                        .replace(' ', 'T'),
                delivery,
                retailer.replayWindow());
    }

    private static @Nullable String signature(@Nullable String header) {
        Matcher signature = SIGNATURE.matcher(header == null ? "" : header);
        return signature.matches() ? signature.group(1) : null;
    }

    /** Lightspeed gives its deliveries no ids. Products and customers, which may be told here too, have no sale's day. */
    @Override
    public Notice understand(Delivery delivery) {
        JsonNode told = WebhookForm.payload(delivery.body());
        String sale = VendorJson.text(told, "id");
        return Notice.of(null, told.has("sale_date") && ID.matcher(sale).matches() ? List.of(sale) : List.of());
    }

    @Override
    public VendorFeed feed(String source) {
        return new LightspeedFeed(settings(source));
    }

    @Override
    public void check(String source, InputStream received, OutputStream kept) throws IOException {
        VendorJson.keep(List.of(VendorJson.read(received)), KEPT, kept);
    }

    @Override
    public void read(String source, InputStream kept, Consumer<Reading> transactions) throws IOException {
        VendorJson.read(kept, new LightspeedInterpreter(source, settings(source), keys), transactions);
    }
}
