package io.noren.pos;

/**
 * One way in which a till names an item. The scheme is explicit because digits alone do not tell: many codes that pass
 * the GTIN check digit are padded PLUs.
 *
 * @param value as the till sent it; a GTIN is padded to 14 digits
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
