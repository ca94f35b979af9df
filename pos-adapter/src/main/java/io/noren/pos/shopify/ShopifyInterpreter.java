package io.noren.pos.shopify;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Decides what an order's agreements mean: one transaction each, under its own id. */
final class ShopifyInterpreter implements VendorJson.Interpreter {
    private static final String GLOBAL_ID = "gid://shopify/";

    private final String source;
    private final VendorSource shop;
    private final VendorKeys keys;

    ShopifyInterpreter(String source, VendorSource shop, VendorKeys keys) {
        this.source = source;
        this.shop = shop;
        this.keys = keys;
    }

    @Override
    public void tell(JsonNode order, int place, Consumer<Reading> transactions) {
        if (!ShopifyDialect.isOfTills(order.path("sourceName"))
                || order.path("test").asBoolean(false)) {
            return;
        }
        ToldKey placed = null;
        for (JsonNode agreement : order.path("agreements")) {
            ToldKey key = null;
            try {
                TillTime at = TillWords.time(VendorJson.text(agreement, "happenedAt"), place);
                key = keys.key(
                        source,
                        shop,
                        VendorJson.textOrNull(order, "retailLocation", "id") == null
                                ? null
                                : number(order.path("retailLocation").path("id")),
                        null,
                        at,
                        id(agreement),
                        place);
                transactions.accept(transaction(order, agreement, key, at, placed, place));
                placed = placed == null ? key : placed;
            } catch (Unreadable e) {
                transactions.accept(new UnreadableTransaction(place, key, e.fault()));
            }
        }
    }

    private TillTransaction transaction(
            JsonNode order, JsonNode agreement, ToldKey key, TillTime at, @Nullable ToldKey placed, int place)
            throws Unreadable {
        VendorGoods goods = new VendorGoods(place);
        Map<String, Integer> keptOut = notForSaleAgain(agreement);
        String currency = VendorGoods.NO_CURRENCY;
        int line = 0;
        for (JsonNode sale : agreement.path("sales")) {
            line++;
            int quantity = sale.path("quantity").asInt(0);
            JsonNode item = sale.path("lineItem");
            if (!VendorJson.text(sale, "lineType").equals("PRODUCT")
                    || quantity == 0
                    || codes(item).isEmpty()) {
                continue; // gift cards, tips and fees, and what the till sold without saying which item: no stock of
                // ours
            }
            if (quantity < 0) {
                int out = Math.min(-quantity, keptOut.getOrDefault(VendorJson.text(item, "id"), 0));
                keptOut.merge(VendorJson.text(item, "id"), -out, Integer::sum);
                quantity += out;
            }
            JsonNode money = sale.path("totalAmount").path("shopMoney");
            BigDecimal amount = money.has("amount") ? TillWords.amount(VendorJson.text(money, "amount"), place) : null;
            currency = money.path("currencyCode").asString(currency);
            goods.add(line, true, codes(item), Integer.toString(quantity), null, amount);
        }
        boolean comesBack = goods.kind(Kind.SALE) != Kind.SALE;
        return new TillTransaction(
                place,
                key,
                id(agreement),
                goods.kind(isRefund(agreement) ? Kind.RETURN : Kind.SALE),
                at,
                currency,
                VendorKeys.card(shop, number(order.path("customer").path("id"))),
                comesBack ? placed : null,
                goods.sold(),
                goods.returned());
    }

    /** By line: how many came back that Shopify was told not to put on sale again. */
    private static Map<String, Integer> notForSaleAgain(JsonNode agreement) {
        Map<String, Integer> quantities = new HashMap<>();
        for (JsonNode line : agreement.path("refund").path("refundLineItems").path("nodes")) {
            if (VendorJson.text(line, "restockType").equals(RestockType.NO_RESTOCK.name())) {
                quantities.merge(
                        VendorJson.text(line, "lineItem", "id"),
                        line.path("quantity").asInt(0),
                        Integer::sum);
            }
        }
        return quantities;
    }

    private static boolean isRefund(JsonNode agreement) {
        String reason = VendorJson.text(agreement, "reason");
        return reason.equals("REFUND") || reason.equals("RETURN");
    }

    /**
     * The SKU as it was when it was sold. Only an item without one is known by its variant: that may be deleted later, and
     * the order would not say the same any more.
     */
    private static List<ItemCodes.Told> codes(JsonNode item) {
        List<ItemCodes.Told> told = new ArrayList<>();
        String sku = VendorJson.text(item, "sku").strip();
        if (!sku.isEmpty()) {
            told.add(new ItemCodes.Told("SKU", sku, false));
        } else if (item.path("variant").path("id").isString()) {
            told.add(new ItemCodes.Told(null, number(item.path("variant").path("id")), true));
        }
        return told;
    }

    private static String id(JsonNode agreement) {
        String id = VendorJson.text(agreement, "id");
        return id.startsWith(GLOBAL_ID) ? id.substring(GLOBAL_ID.length()) : id;
    }

    private static String number(JsonNode globalId) {
        String id = globalId.asString("");
        return id.substring(id.lastIndexOf('/') + 1);
    }
}
