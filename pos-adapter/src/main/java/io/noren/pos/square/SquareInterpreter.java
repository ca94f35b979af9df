package io.noren.pos.square;

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
import java.util.Currency;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Decides what an order means. One that is complete is so for good; its lines do not change any more. */
final class SquareInterpreter implements VendorJson.Interpreter {
    /** ISO 4217 for "no currency is involved". */
    private static final String NO_CURRENCY = "XXX";

    private final String source;
    private final VendorSource seller;
    private final VendorKeys keys;

    SquareInterpreter(String source, VendorSource seller, VendorKeys keys) {
        this.source = source;
        this.seller = seller;
        this.keys = keys;
    }

    @Override
    public void tell(JsonNode order, int place, Consumer<Reading> transactions) {
        String state = order.path("state").asString("");
        if (!state.equals("COMPLETED") && !state.equals("CANCELED")) {
            return;
        }
        ToldKey key = null;
        try {
            // When the till was offline, both are times of the till and not of the news.
            String at = order.path(order.path("closed_at").isString() ? "closed_at" : "created_at")
                    .asString("");
            TillTime time = TillWords.time(at, place);
            key = keys.key(
                    source,
                    seller,
                    order.path("location_id").asString(null),
                    null,
                    time,
                    order.path("id").asString(""),
                    place);
            transactions.accept(transaction(order, key, time, state.equals("CANCELED"), place));
        } catch (Unreadable e) {
            transactions.accept(new UnreadableTransaction(place, key, e.fault()));
        }
    }

    private TillTransaction transaction(JsonNode order, ToldKey key, TillTime time, boolean cancelled, int place)
            throws Unreadable {
        VendorGoods goods = new VendorGoods(place);
        String currency = NO_CURRENCY;
        if (!cancelled) {
            int line = 0;
            for (JsonNode item : order.path("line_items")) {
                currency = add(item, ++line, true, goods, currency, place);
            }
            for (JsonNode returned : order.path("returns")) {
                for (JsonNode item : returned.path("return_line_items")) {
                    currency = add(item, ++line, false, goods, currency, place);
                }
            }
        }
        return new TillTransaction(
                place,
                key,
                order.path("id").asString(""),
                goods.kind(cancelled ? Kind.CANCELLED : Kind.SALE),
                time,
                currency,
                VendorKeys.card(seller, order.path("customer_id").asString("")),
                null,
                goods.sold(),
                goods.returned());
    }

    /** @return the transaction's currency as far as it is known */
    private static String add(JsonNode item, int line, boolean leaves, VendorGoods goods, String currency, int place)
            throws Unreadable {
        String variation = item.path("catalog_object_id").asString("");
        String type = item.path("item_type").asString("ITEM");
        if (!type.equals("ITEM") || variation.isEmpty()) {
            return currency; // an amount, a gift card, or something that is in no catalogue: no stock of ours
        }
        String told = item.path("total_money").path("currency").asString(currency);
        goods.add(
                line,
                leaves,
                List.of(new ItemCodes.Told(null, variation, true)),
                item.path("quantity").asString(""),
                WeightUnit.inOurs(item.path("quantity_unit")
                        .path("measurement_unit")
                        .path("weight_unit")
                        .asString("")),
                amount(item.path("total_money"), place));
        return told;
    }

    /** In minor units of its currency, by ISO 4217: 1980 yen are 1980, 1980 cents are 19.80. */
    private static @Nullable BigDecimal amount(JsonNode money, int place) throws Unreadable {
        if (!money.has("amount")) {
            return null;
        }
        try {
            int digits =
                    Currency.getInstance(money.path("currency").asString("")).getDefaultFractionDigits();
            return TillWords.amount(money.path("amount").asString(""), place).movePointLeft(Math.max(0, digits));
        } catch (IllegalArgumentException e) {
            throw new Unreadable(
                    "UNREADABLE_CURRENCY",
                    "The transaction has amounts but no currency (three letters of ISO 4217).",
                    place);
        }
    }
}
