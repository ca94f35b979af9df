package io.noren.integration.screens;

import io.noren.integration.broker.UnknownItems.UnknownItem;
import io.noren.inventory.Item;
import io.noren.inventory.ItemReference;
import io.noren.inventory.MasterData;
import io.noren.pos.ItemCode;
import io.noren.pos.ItemCode.Scheme;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** How a till calls an item, in the reader's words, and under which of its codes an item is kept for it. */
@Component
class TillCodes {
    private final MasterData masterData;
    private final Words words;

    TillCodes(MasterData masterData, Words words) {
        this.masterData = masterData;
        this.words = words;
    }

    /** What kind of code it is: "Barcode", "PLU". */
    String kind(Scheme scheme, Locale locale) {
        return words.say("naming.code." + scheme, locale);
    }

    /** As people read it below the bars: a GTIN of 13 digits without the zero that fills it up. */
    static String shown(String scheme, String value) {
        return scheme.equals(Scheme.GTIN.name()) ? value.replaceFirst("^0", "") : value;
    }

    /**
     * The code that an item must have to be found for this line, the most telling; empty if the till named only a SKU.
     * Of a label that a number rule reads it is the item's part: the rest is the weight or price of one piece.
     */
    Optional<Item.Code> toKeep(UnknownItem unknown) {
        String source = unknown.transaction().source();
        List<Item.Code> told = unknown.line().codes().stream()
                .filter(code -> code.scheme() != Scheme.SKU)
                .map(code -> new Item.Code(
                        Item.Scheme.valueOf(code.scheme().name()),
                        code.value(),
                        code.scheme() == Scheme.GTIN ? null : source))
                .toList();
        return told.stream().findFirst().map(code -> code.scheme() == Item.Scheme.RCN ? ofLabel(code, told) : code);
    }

    private Item.Code ofLabel(Item.Code number, List<Item.Code> told) {
        return masterData.codesThatLead(ItemReference.codes(number.source(), told)).stream()
                .filter(code -> code.scheme() == Item.Scheme.RCN
                        && Objects.equals(code.source(), number.source())
                        && !told.contains(code))
                .findFirst()
                .orElse(number);
    }

    /** Whether a scale may have printed it, and no number rule says so yet. */
    static boolean mayBeALabel(Item.Code kept, List<ItemCode> told) {
        return kept.scheme() == Item.Scheme.RCN
                && told.stream().anyMatch(code -> code.value().equals(kept.value()));
    }
}
