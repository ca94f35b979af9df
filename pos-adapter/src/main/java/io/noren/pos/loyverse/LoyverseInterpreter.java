package io.noren.pos.loyverse;

import io.noren.pos.Reading;
import io.noren.pos.TillTime;
import io.noren.pos.TillTransaction;
import io.noren.pos.TillTransaction.Kind;
import io.noren.pos.ToldKey;
import io.noren.pos.UnreadableTransaction;
import io.noren.pos.dialect.ItemCodes;
import io.noren.pos.dialect.TillWords;
import io.noren.pos.dialect.Unreadable;
import io.noren.pos.vendor.VendorGoods;
import io.noren.pos.vendor.VendorJson;
import io.noren.pos.vendor.VendorKeys;
import io.noren.pos.vendor.VendorSource;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Decides what a receipt means: a sale or a refund, and when it was cancelled later, a second transaction for that. */
final class LoyverseInterpreter implements VendorJson.Interpreter {
    private static final String CANCELLED = "/cancelled";

    private final String source;
    private final VendorSource merchant;
    private final VendorKeys keys;

    LoyverseInterpreter(String source, VendorSource merchant, VendorKeys keys) {
        this.source = source;
        this.merchant = merchant;
        this.keys = keys;
    }

    @Override
    public void tell(JsonNode receipt, int place, Consumer<Reading> transactions) {
        String number = VendorJson.text(receipt, "receipt_number");
        ToldKey key = null;
        try {
            TillTime time = TillWords.time(
                    VendorJson.text(receipt, receipt.path("receipt_date").isString() ? "receipt_date" : "created_at"),
                    place);
            key = key(receipt, time, number, place);
            transactions.accept(transaction(receipt, key, number, time, place));
            if (receipt.path("cancelled_at").isString()) {
                TillTime cancelled = TillWords.time(VendorJson.text(receipt, "cancelled_at"), place);
                transactions.accept(new TillTransaction(
                        place,
                        key(receipt, cancelled, number + CANCELLED, place),
                        number + CANCELLED,
                        Kind.POST_VOID,
                        cancelled,
                        VendorGoods.NO_CURRENCY,
                        null,
                        key,
                        List.of(),
                        List.of()));
            }
        } catch (Unreadable e) {
            transactions.accept(new UnreadableTransaction(place, key, e.fault()));
        }
    }

    private ToldKey key(JsonNode receipt, TillTime time, String id, int place) throws Unreadable {
        return keys.key(
                source,
                merchant,
                VendorJson.textOrNull(receipt, "store_id"),
                VendorJson.textOrNull(receipt, "pos_device_id"),
                time,
                id,
                place);
    }

    private TillTransaction transaction(JsonNode receipt, ToldKey key, String number, TillTime time, int place)
            throws Unreadable {
        String type = VendorJson.text(receipt, "receipt_type");
        if (!type.equals("SALE") && !type.equals("REFUND")) {
            throw new Unreadable("UNSUPPORTED_TRANSACTION", "The receipt is neither a sale nor a refund.", place);
        }
        boolean sale = type.equals("SALE");
        VendorGoods goods = new VendorGoods(place);
        int line = 0;
        for (JsonNode item : receipt.path("line_items")) {
            goods.add(++line, sale, codes(item), VendorJson.text(item, "quantity"), null, amount(item, place));
        }
        return new TillTransaction(
                place,
                key,
                number,
                goods.kind(sale ? Kind.SALE : Kind.RETURN),
                time,
                merchant.currency() == null ? VendorGoods.NO_CURRENCY : merchant.currency(),
                VendorKeys.card(merchant, VendorJson.text(receipt, "customer_id")),
                null,
                goods.sold(),
                goods.returned());
    }

    private static List<ItemCodes.Told> codes(JsonNode item) {
        List<ItemCodes.Told> told = new ArrayList<>();
        told.add(new ItemCodes.Told("SKU", VendorJson.text(item, "sku").strip(), false));
        told.add(new ItemCodes.Told(null, VendorJson.text(item, "variant_id").strip(), true));
        return told;
    }

    /** In the merchant's currency, which a receipt does not name. */
    private @Nullable BigDecimal amount(JsonNode item, int place) throws Unreadable {
        return merchant.currency() == null || !item.path("total_money").isNumber()
                ? null
                : TillWords.amount(VendorJson.text(item, "total_money"), place);
    }
}
