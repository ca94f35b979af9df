package io.noren.pos.poslog;

import io.noren.pos.dialect.Unreadable;
import io.noren.pos.poslog.TransactionDraft.LineDraft;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a line's {@code ItemType} says: whether what was sold stood on a shelf. Nothing is guessed for a type that is in
 * neither list.
 */
final class ItemTypes {
    private static final Pattern NO_LETTER = Pattern.compile("[^A-Za-z]");

    /** A collection is sold as one item and taken apart by rule later. */
    private static final Set<String> GOODS = Set.of("", "stock", "stockitem", "merchandise", "itemcollection");

    private static final Set<String> NOT_ON_FILE = Set.of("itemnotonfile", "notonfile", "itemnotfound", "unknownitem");

    private static final Set<String> NOT_GOODS = Set.of(
            "service",
            "serviceitem",
            "alteration",
            "repair",
            "fee",
            "feerefund",
            "nonmerchandise",
            "postage",
            "shipping",
            "shippingcharge",
            "delivery",
            "warranty",
            "donation",
            "insurance",
            "deposit",
            "depositrefund",
            "coupon",
            "storecoupon",
            "manufacturercoupon",
            "negativeitem");

    private ItemTypes() {}

    static boolean isGoods(LineDraft line) throws Unreadable {
        String type = plain(line.itemType);
        if (line.storedValue || NOT_GOODS.contains(type) || isPlainStoredValue(type)) {
            return false;
        }
        if (!GOODS.contains(type) && !NOT_ON_FILE.contains(type)) {
            throw new Unreadable(
                    "UNKNOWN_ITEM_TYPE",
                    "A line's ItemType says neither that its item is kept in stock nor that it is not; look what was"
                            + " sold and correct the stock by hand.",
                    line.place);
        }
        return true;
    }

    /** Whether the till sold an item that it did not know: it left the store all the same. */
    static boolean isNotOnFile(LineDraft line) {
        return line.notOnFile || NOT_ON_FILE.contains(plain(line.itemType));
    }

    /** Whether an element or a type is about money on a card or a certificate, in whatever spelling. */
    static boolean isStoredValue(String name) {
        return isPlainStoredValue(plain(name));
    }

    private static boolean isPlainStoredValue(String plain) {
        return plain.startsWith("giftc")
                || plain.startsWith("storedvalue")
                || plain.startsWith("saleofgiftc")
                || plain.startsWith("prepaid");
    }

    /** {@code WN:NegativeItem} and {@code Negative_Item} are the same word. */
    private static String plain(@Nullable String type) {
        return type == null
                ? ""
                : NO_LETTER
                        .matcher(type.substring(type.lastIndexOf(':') + 1))
                        .replaceAll("")
                        .toLowerCase(Locale.ROOT);
    }
}
