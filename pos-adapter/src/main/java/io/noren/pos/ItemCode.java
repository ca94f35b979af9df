package io.noren.pos;

/**
 * One way in which a till names an item. The scheme is explicit because digits alone do not tell: many codes that pass
 * the GTIN check digit are padded PLUs.
 *
 * @param value a GTIN padded to 14 digits, a restricted circulation number to 13 (or its 8), a PLU without leading zeros,
 *     everything else as the till sent it
 */
public record ItemCode(Scheme scheme, String value) {

    /** GTIN is global; every other scheme means something only within its retailer or source. */
    public enum Scheme {
        GTIN,
        PLU,
        /** Restricted circulation number: the retailer's own, price and weight codes among them. */
        RCN,
        SKU,
        /** The till system's own item id. */
        SOURCE
    }
}
