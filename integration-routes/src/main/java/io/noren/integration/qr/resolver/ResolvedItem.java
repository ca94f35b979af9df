package io.noren.integration.qr.resolver;

import io.noren.inventory.LocalizedName;
import java.util.List;
import java.util.Optional;

/** An item with all places that its codes can lead to, those that go before others first. */
record ResolvedItem(String sku, LocalizedName name, List<Link> links) {

    ResolvedItem {
        links = List.copyOf(links);
    }

    /** The links of one type about one level. */
    List<Link> at(String level, String type) {
        return links.stream()
                .filter(link -> link.level().equals(level) && link.type().equals(type))
                .toList();
    }

    List<Link> at(String level) {
        return links.stream().filter(link -> link.level().equals(level)).toList();
    }

    /** Where a code of this very level leads: for the item as such always somewhere, if only to our own page. */
    Optional<Link> defaultAt(String level) {
        Optional<Link> named = links.stream()
                .filter(link -> link.level().equals(level) && link.isDefault())
                .findFirst();
        return level.isEmpty()
                ? named.or(() -> links.stream()
                        .filter(link -> link.isOurs() && link.type().equals(LinkTypes.PRODUCT_PAGE))
                        .findFirst())
                : named;
    }

    /** The same for a code of this level or, where nothing is set for it, the next one up. */
    Link defaultFor(List<String> levels) {
        return levels.stream()
                .flatMap(level -> defaultAt(level).stream())
                .findFirst()
                .orElseThrow();
    }

    /** The links of a type about the most particular level that has any. */
    List<Link> nearest(List<String> levels, String type) {
        return levels.stream()
                .map(level -> at(level, type))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }
}
