package io.noren.pos.epcis;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of GS1's Core Business Vocabulary that matter to stock, and what each means. A word stands for itself in
 * JSON, or comes with one of the prefixes that earlier versions and linked data give it.
 */
final class Cbv {
    private static final Pattern PREFIX = Pattern.compile(
            "(?:urn:epcglobal:cbv:(?:bizstep|disp):|(?:https?://(?:ref|ns)\\.gs1\\.org/cbv/|cbv:)(?:BizStep|Disp)-)?"
                    + "([a-z_]{1,40})");

    private static final Map<String, Effect> EFFECTS = Map.of(
            "receiving", Effect.RECEIVED,
            // Mutually exclusive by the vocabulary, so goods leave once.
            "shipping", Effect.SHIPPED,
            "departing", Effect.SHIPPED,
            "consigning", Effect.SHIPPED,
            "cycle_counting", Effect.COUNTED,
            "stock_taking", Effect.COUNTED,
            "retail_selling", Effect.SOLD);

    /** What lies at the location is the same afterwards. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "arriving",
            "commissioning",
            "creating_class_instance",
            "decommissioning",
            "encoding",
            "entering_exiting",
            "inspecting",
            "killing",
            "loading",
            "packing",
            "picking",
            "reserving",
            "sensor_reporting",
            "staging_outbound",
            "stocking",
            "storing",
            "transporting",
            "unloading",
            "unpacking");

    private static final Set<String> NOT_FOR_SALE = Set.of(
            "damaged",
            "destroyed",
            "disposed",
            "expired",
            "mismatch_class",
            "mismatch_instance",
            "mismatch_quantity",
            "needs_replacement",
            "no_pedigree_match",
            "non_conformant",
            "non_sellable_other",
            "recalled",
            "returned",
            "stolen",
            "unavailable");

    private Cbv() {}

    /** The bare word; as it came when it is of another vocabulary. */
    static String word(String told) {
        Matcher word = PREFIX.matcher(told);
        return word.matches() ? word.group(1) : told;
    }

    /** Empty for a step without any, and for one of which nobody can tell. */
    static Optional<Effect> effect(String step) {
        return Optional.ofNullable(EFFECTS.get(step));
    }

    static boolean isWithoutEffect(String step) {
        return WITHOUT_EFFECT.contains(step);
    }

    /** Whether goods in this state are on hand, if at all, and not to be promised to anybody. */
    static boolean isNotForSale(String disposition) {
        return NOT_FOR_SALE.contains(disposition);
    }
}
