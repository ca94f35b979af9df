package io.noren.pos.lightspeed;

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
import java.math.RoundingMode;
import java.util.Currency;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Decides what a sale means. One that is done keeps its lines; it may still be called void as a whole. */
final class LightspeedInterpreter implements VendorJson.Interpreter {
    private static final String VOIDED = "/voided";

    private final String source;
    private final VendorSource retailer;
    private final VendorKeys keys;

    LightspeedInterpreter(String source, VendorSource retailer, VendorKeys keys) {
        this.source = source;
        this.retailer = retailer;
        this.keys = keys;
    }

    @Override
    public void tell(JsonNode sale, int place, Consumer<Reading> transactions) {
        SaleStanding standing = SaleStanding.of(sale);
        if (standing == SaleStanding.NOT_YET) {
            return;
        }
        String id = VendorJson.text(sale, "id");
        ToldKey key = null;
        try {
            TillTime time = TillWords.time(VendorJson.text(sale, "date"), place);
            key = key(sale, time, id, place);
            switch (standing) {
                case DONE -> transactions.accept(done(sale, key, time, place));
                case TAKEN_BACK -> {
                    transactions.accept(done(sale, key, time, place));
                    transactions.accept(takenBack(sale, key, time, place));
                }
                case DISCARDED -> transactions.accept(nothing(key, id, Kind.CANCELLED, time, null, place));
                default ->
                    throw new Unreadable("UNSUPPORTED_TRANSACTION", "The sale is in no state that is known.", place);
            }
        } catch (Unreadable e) {
            transactions.accept(new UnreadableTransaction(place, key, e.fault()));
        }
    }

    private ToldKey key(JsonNode sale, TillTime time, String id, int place) throws Unreadable {
        return keys.key(
                source,
                retailer,
                VendorJson.textOrNull(sale, "source", "outlet_id"),
                VendorJson.textOrNull(sale, "source", "register_id"),
                time,
                id,
                place);
    }

    /** As of the sale's own time: when it was called void, a sale does not say, only when it last changed in any way. */
    private TillTransaction takenBack(JsonNode sale, ToldKey original, TillTime time, int place) throws Unreadable {
        String id = VendorJson.text(sale, "id") + VOIDED;
        return nothing(key(sale, time, id, place), id, Kind.POST_VOID, time, original, place);
    }

    private static TillTransaction nothing(
            ToldKey key, String id, Kind kind, TillTime time, @Nullable ToldKey original, int place) {
        return new TillTransaction(
                place, key, id, kind, time, VendorGoods.NO_CURRENCY, null, original, List.of(), List.of());
    }

    private TillTransaction done(JsonNode sale, ToldKey key, TillTime time, int place) throws Unreadable {
        VendorGoods goods = new VendorGoods(place);
        int line = 0;
        for (JsonNode item : sale.path("line_items")) {
            line++;
            if (!VendorJson.text(item, "gift_card_number").isEmpty()) {
                continue; // no stock of ours
            }
            goods.add(
                    line,
                    true,
                    List.of(new ItemCodes.Told(null, VendorJson.text(item, "product", "id"), true)),
                    VendorJson.text(item, "quantity"),
                    null,
                    amount(item, place));
        }
        return new TillTransaction(
                place,
                key,
                VendorJson.text(sale, "id"),
                goods.kind(Kind.SALE),
                time,
                retailer.currency() == null ? VendorGoods.NO_CURRENCY : retailer.currency(),
                VendorKeys.card(retailer, VendorJson.text(sale, "customer_id")),
                null,
                goods.sold(),
                goods.returned());
    }

    /**
     * What was paid for the line, in the retailer's currency, which a sale does not name. Lightspeed counts without tax,
     * to more places than any coin has; what is paid comes out even only with the tax.
     */
    private @Nullable BigDecimal amount(JsonNode item, int place) throws Unreadable {
        JsonNode total = item.path("pricing").path("total");
        if (retailer.currency() == null || !total.isNumber()) {
            return null;
        }
        JsonNode tax = item.path("tax").path("total");
        BigDecimal paid = TillWords.amount(total.asString(""), place)
                .add(tax.isNumber() ? TillWords.amount(tax.asString(""), place) : BigDecimal.ZERO);
        int digits = Math.max(0, Currency.getInstance(retailer.currency()).getDefaultFractionDigits());
        return paid.setScale(digits, RoundingMode.HALF_UP);
    }
}
