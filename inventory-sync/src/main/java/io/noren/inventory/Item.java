package io.noren.inventory;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is sold.
 *
 * @param sku the retailer's own number
 * @param gtin 14 digits once stored; 8, 12, 13 or 14 when given
 * @param codes further codes that tills and scanners use for it
 * @param unit {@code EACH}, {@code KG}, …; only whole numbers of EACH can move
 * @param price tax included
 * @param stocked false for what has no shelf, such as a service or a carrier bag
 * @param parts what one of it is made of, if it is a bundle: then it has no stock of its own, and what moves of it moves
 *     its parts
 * @param taxRate the consumption tax that is in the price, in per cent: 10, or 8 where the reduced rate holds; null when
 *     nobody has said
 * @param content how much is in one piece, for the unit price; null when nobody has said
 */
public record Item(
        String sku,
        @Nullable String gtin,
        List<Code> codes,
        LocalizedName name,
        String unit,
        @Nullable String productUrl,
        @Nullable String imageUrl,
        @Nullable Money price,
        @Nullable String category,
        boolean stocked,
        List<Part> parts,
        @Nullable BigDecimal taxRate,
        @Nullable Content content) {

    public static final String EACH = "EACH";

    public Item {
        codes = List.copyOf(codes);
        parts = List.copyOf(parts);
        taxRate = taxRate == null ? null : Quantities.plain(taxRate);
    }

    /** An item of which neither its tax nor its content is known. */
    public Item(
            String sku,
            @Nullable String gtin,
            List<Code> codes,
            LocalizedName name,
            String unit,
            @Nullable String productUrl,
            @Nullable String imageUrl,
            @Nullable Money price,
            @Nullable String category,
            boolean stocked,
            List<Part> parts) {
        this(sku, gtin, codes, name, unit, productUrl, imageUrl, price, category, stocked, parts, null, null);
    }

    /** An item that is no bundle. */
    public Item(
            String sku,
            @Nullable String gtin,
            List<Code> codes,
            LocalizedName name,
            String unit,
            @Nullable String productUrl,
            @Nullable String imageUrl,
            @Nullable Money price,
            @Nullable String category,
            boolean stocked) {
        this(sku, gtin, codes, name, unit, productUrl, imageUrl, price, category, stocked, List.of());
    }

    /** The same with other codes. */
    public Item withCodes(List<Code> others) {
        return new Item(
                sku, gtin, others, name, unit, productUrl, imageUrl, price, category, stocked, parts, taxRate, content);
    }

    /** The same with what a shelf label needs to know beside the price. */
    public Item withTaxAndContent(@Nullable BigDecimal itsTaxRate, @Nullable Content itsContent) {
        return new Item(
                sku,
                gtin,
                codes,
                name,
                unit,
                productUrl,
                imageUrl,
                price,
                category,
                stocked,
                parts,
                itsTaxRate,
                itsContent);
    }

    /**
     * How much is in one piece: 80 g in a tin, 12 sheets in a packet.
     *
     * @param quantity above 0, in the measure
     */
    public record Content(BigDecimal quantity, Measure measure) {

        public Content {
            quantity = Quantities.plain(quantity);
        }
    }

    /** In what a content is measured. */
    public enum Measure {
        G,
        KG,
        ML,
        L,
        CM,
        M,
        EACH
    }

    /**
     * Another item that is in a bundle.
     *
     * @param quantity in one bundle, in the part's own unit
     */
    public record Part(String sku, BigDecimal quantity) {

        public Part {
            quantity = Quantities.plain(quantity);
        }
    }

    /**
     * A code that leads to an item.
     *
     * @param source the till system that uses it so; null when all do
     * @param quantity how much of the item, in its unit, one of what carries this code is: 12 for a case of twelve
     */
    public record Code(
            Scheme scheme, String value, @Nullable String source, BigDecimal quantity) {

        public Code {
            quantity = Quantities.plain(quantity);
        }

        /** A code of one. */
        public Code(Scheme scheme, String value, @Nullable String source) {
            this(scheme, value, source, BigDecimal.ONE);
        }
    }

    /** GTIN is global; the others mean something only within the retailer or one of its till systems. */
    public enum Scheme {
        GTIN,
        PLU,
        /** Restricted circulation number: the retailer's own, price and weight codes among them. */
        RCN,
        /** The till system's own item id. */
        SOURCE,
        /** The SKU itself: only in a {@link ItemReference}, never among an item's stored codes. */
        SKU
    }
}
