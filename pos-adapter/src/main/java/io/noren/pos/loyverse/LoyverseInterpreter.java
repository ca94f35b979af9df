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

    /** ISO 4217 for "no currency is involved". */
    private static final String NO_CURRENCY = "XXX";

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
        String number = receipt.path("receipt_number").asString("");
        ToldKey key = null;
        try {
            TillTime time = TillWords.time(
                    receipt.path(receipt.path("receipt_date").isString() ? "receipt_date" : "created_at")
                            .asString(""),
                    place);
            key = key(receipt, time, number, place);
            transactions.accept(transaction(receipt, key, number, time, place));
            if (receipt.path("cancelled_at").isString()) {
                TillTime cancelled = TillWords.time(receipt.path("cancelled_at").asString(""), place);
                transactions.accept(new TillTransaction(
                        place,
                        key(receipt, cancelled, number + CANCELLED, place),
                        number + CANCELLED,
                        Kind.POST_VOID,
                        cancelled,
                        NO_CURRENCY,
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
                receipt.path("store_id").asString(null),
                receipt.path("pos_device_id").asString(null),
                time,
                id,
                place);
    }

    private TillTransaction transaction(JsonNode receipt, ToldKey key, String number, TillTime time, int place)
            throws Unreadable {
        String type = receipt.path("receipt_type").asString("");
        if (!type.equals("SALE") && !type.equals("REFUND")) {
            throw new Unreadable("UNSUPPORTED_TRANSACTION", "The receipt is neither a sale nor a refund.", place);
        }
        boolean sale = type.equals("SALE");
        VendorGoods goods = new VendorGoods(place);
        int line = 0;
        for (JsonNode item : receipt.path("line_items")) {
            goods.add(++line, sale, codes(item), item.path("quantity").asString(""), null, amount(item, place));
        }
        return new TillTransaction(
                place,
                key,
                number,
                goods.kind(sale ? Kind.SALE : Kind.RETURN),
                time,
                merchant.currency() == null ? NO_CURRENCY : merchant.currency(),
                VendorKeys.card(merchant, receipt.path("customer_id").asString("")),
                null,
                goods.sold(),
                goods.returned());
    }

    private static List<ItemCodes.Told> codes(JsonNode item) {
        List<ItemCodes.Told> told = new ArrayList<>();
        told.add(new ItemCodes.Told("SKU", item.path("sku").asString("").strip(), false));
        told.add(new ItemCodes.Told(null, item.path("variant_id").asString("").strip(), true));
        return told;
    }

    /** In the merchant's currency, which a receipt does not name. */
    private @Nullable BigDecimal amount(JsonNode item, int place) throws Unreadable {
        return merchant.currency() == null || !item.path("total_money").isNumber()
                ? null
                : TillWords.amount(item.path("total_money").asString(""), place);
    }
}
