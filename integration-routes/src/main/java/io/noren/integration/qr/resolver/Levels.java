package io.noren.integration.qr.resolver;

import io.noren.integration.qr.gs1.DigitalLink;
import io.noren.integration.qr.gs1.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What links can be about: the item as such, a variant of it, a lot, a lot of a variant, one piece. Written as the part of
 * a Digital Link's path behind the GTIN. A serial number stands for one piece, so it goes with nothing else (GS1-Conformant
 * Resolver Standard, section 2.5.9).
 */
final class Levels {
    /** The item as such. */
    static final String ITEM = "";

    private static final String LOT = "10";
    private static final String SERIAL = "21";
    private static final String VARIANT = "22";
    private static final String THIRD_PARTY_SERIAL = "235";

    private Levels() {}

    /** All that a code is about, the most particular first: the way up from one piece to the item. */
    static List<String> of(DigitalLink code) {
        List<String> levels = new ArrayList<>();
        path(code, SERIAL).ifPresent(levels::add);
        path(code, THIRD_PARTY_SERIAL).ifPresent(levels::add);
        Optional<String> variant = path(code, VARIANT);
        Optional<String> lot = path(code, LOT);
        variant.flatMap(first -> lot.map(first::concat)).ifPresent(levels::add);
        lot.ifPresent(levels::add);
        variant.ifPresent(levels::add);
        levels.add(ITEM);
        return levels;
    }

    private static Optional<String> path(DigitalLink code, String identifier) {
        return code.qualifiers().stream()
                .filter(each -> each.identifier().equals(identifier))
                .map(Element::path)
                .findFirst();
    }
}
