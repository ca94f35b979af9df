package io.noren.pos.loyverse;

import io.noren.pos.Reading;
import io.noren.pos.Refusal;
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
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Loyverse's tills. A webhook is believed for the HMAC over its body and tells whole receipts, which do not change any
 * more, except that one may be cancelled as a whole.
 */
@Component
class LoyverseDialect implements SignedDialect {
    private static final AllowedFields KEPT = AllowedFields.of(
            "receipt_number",
            "receipt_type",
            "receipt_date",
            "created_at",
            "cancelled_at",
            "store_id",
            "pos_device_id",
            "customer_id",
            "line_items.variant_id",
            "line_items.sku",
            "line_items.quantity",
            "line_items.total_money");

    private final VendorSources merchants;
    private final VendorKeys keys;

    LoyverseDialect(LoyverseSettings settings, VendorKeys keys) {
        this.merchants = new VendorSources("loyverse", settings.loyverse());
        this.keys = keys;
    }

    @Override
    public String kind() {
        return "LOYVERSE";
    }

    @Override
    public Set<String> sources() {
        return merchants.names();
    }

    @Override
    public VendorSource settings(String source) {
        return merchants.of(source);
    }

    /** With SHA-1, as Loyverse has it: as a part of an HMAC it is not broken. */
    @Override
    public void verify(Delivery delivery) {
        VendorSource merchant = settings(delivery.source());
        Signatures.demand(merchant.secrets(), "HmacSHA1", delivery.header("X-Loyverse-Signature"), delivery.body());
        Signatures.demandRecent(
                VendorJson.text(VendorJson.read(delivery.body()), "created_at"), delivery, merchant.replayWindow());
    }

    /** Loyverse gives its deliveries no ids. */
    @Override
    public Notice understand(Delivery delivery) {
        boolean receipts = VendorJson.read(delivery.body()).path("receipts").isArray();
        return new Notice(null, receipts, List.of());
    }

    @Override
    public VendorFeed feed(String source) {
        return new LoyverseFeed(settings(source));
    }

    /** A webhook with its receipts, or one receipt as it was asked for. */
    @Override
    public void check(String source, InputStream received, OutputStream kept) throws IOException {
        JsonNode told = VendorJson.read(received);
        if (!told.path("receipts").isArray() && !told.has("receipt_number")) {
            throw new Refusal("MALFORMED_DOCUMENT", "The document is JSON, but neither receipts nor a receipt.");
        }
        VendorJson.keep(told.has("receipts") ? told.path("receipts") : List.of(told), KEPT, kept);
    }

    @Override
    public void read(String source, InputStream kept, Consumer<Reading> transactions) throws IOException {
        VendorJson.read(kept, new LoyverseInterpreter(source, settings(source), keys), transactions);
    }
}
