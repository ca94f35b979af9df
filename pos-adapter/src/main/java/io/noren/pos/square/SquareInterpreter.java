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
        String state = VendorJson.text(order, "state");
        if (!state.equals("COMPLETED") && !state.equals("CANCELED")) {
            return;
        }
        ToldKey key = null;
        try {
            // When the till was offline, both are times of the till and not of the news.
            String at = VendorJson.text(order, order.path("closed_at").isString() ? "closed_at" : "created_at");
            TillTime time = TillWords.time(at, place);
            key = keys.key(
                    source,
                    seller,
                    VendorJson.textOrNull(order, "location_id"),
                    null,
                    time,
                    VendorJson.text(order, "id"),
                    place);
            transactions.accept(transaction(order, key, time, state.equals("CANCELED"), place));
        } catch (Unreadable e) {
            transactions.accept(new UnreadableTransaction(place, key, e.fault()));
        }
    }

    private TillTransaction transaction(JsonNode order, ToldKey key, TillTime time, boolean cancelled, int place)
            throws Unreadable {
        VendorGoods goods = new VendorGoods(place);
        String currency = VendorGoods.NO_CURRENCY;
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
                VendorJson.text(order, "id"),
                goods.kind(cancelled ? Kind.CANCELLED : Kind.SALE),
                time,
                currency,
                VendorKeys.card(seller, VendorJson.text(order, "customer_id")),
                null,
                goods.sold(),
                goods.returned());
    }

    /** @return the transaction's currency as far as it is known */
    private static String add(JsonNode item, int line, boolean leaves, VendorGoods goods, String currency, int place)
            throws Unreadable {
        String variation = VendorJson.text(item, "catalog_object_id");
        String type = item.path("item_type").asString("ITEM");
        if (!type.equals("ITEM") || variation.isEmpty()) {
            return currency; // an amount, a gift card, or something that is in no catalogue: no stock of ours
        }
        String told = item.path("total_money").path("currency").asString(currency);
        goods.add(
                line,
                leaves,
                List.of(new ItemCodes.Told(null, variation, true)),
                VendorJson.text(item, "quantity"),
                WeightUnit.inOurs(VendorJson.text(item, "quantity_unit", "measurement_unit", "weight_unit")),
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
                    Currency.getInstance(VendorJson.text(money, "currency")).getDefaultFractionDigits();
            return TillWords.amount(VendorJson.text(money, "amount"), place).movePointLeft(Math.max(0, digits));
        } catch (IllegalArgumentException e) {
            throw new Unreadable(
                    "UNREADABLE_CURRENCY",
                    "The transaction has amounts but no currency (three letters of ISO 4217).",
                    place);
        }
    }
}
