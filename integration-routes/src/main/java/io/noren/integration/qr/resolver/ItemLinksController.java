package io.noren.integration.qr.resolver;

import io.noren.inventory.Items;
import io.noren.inventory.Refusal;
import io.noren.inventory.Versioned;
import io.noren.inventory.web.Versions;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where codes lead to: one item's, or every item's. */
@RestController
@RequestMapping("/api/v1")
class ItemLinksController {
    private final ItemLinks links;
    private final LinkRules rules;
    private final Items items;

    ItemLinksController(ItemLinks links, LinkRules rules, Items items) {
        this.links = links;
        this.rules = rules;
        this.items = items;
    }

    record Wish(
            @NotNull List<@NotNull @Valid LinkBody> links,
            @Nullable Long version) {}

    /** A list as it is now; version 0: nobody has written one. */
    record Shown(List<LinkBody> links, long version) {

        static Shown of(Versioned<List<Link>> list) {
            return new Shown(list.value().stream().map(LinkBody::of).toList(), list.version());
        }
    }

    @GetMapping("/items/{sku}/links")
    ResponseEntity<Shown> ofItem(@PathVariable String sku) {
        return answer(links.of(there(sku)));
    }

    @PutMapping("/items/{sku}/links")
    ResponseEntity<Shown> putOfItem(
            @PathVariable String sku,
            @Valid @RequestBody Wish wish,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        return put(there(sku), wish, ifMatch);
    }

    /** Of an item that is gone, too: its list may have been left. */
    @DeleteMapping("/items/{sku}/links")
    ResponseEntity<Void> deleteOfItem(@PathVariable String sku) {
        links.delete(sku);
        return ResponseEntity.noContent().build();
    }

    @GetMapping("/links")
    ResponseEntity<Shown> ofEveryItem() {
        return answer(links.of(ItemLinks.EVERY_ITEM));
    }

    @PutMapping("/links")
    ResponseEntity<Shown> putOfEveryItem(
            @Valid @RequestBody Wish wish,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        return put(ItemLinks.EVERY_ITEM, wish, ifMatch);
    }

    @DeleteMapping("/links")
    ResponseEntity<Void> deleteOfEveryItem() {
        links.delete(ItemLinks.EVERY_ITEM);
        return ResponseEntity.noContent().build();
    }

    private ResponseEntity<Shown> put(String sku, Wish wish, @Nullable String ifMatch) {
        List<Link> read = rules.read(wish.links(), sku.equals(ItemLinks.EVERY_ITEM));
        return answer(links.put(sku, read, Versions.seen(ifMatch, wish.version())));
    }

    private static ResponseEntity<Shown> answer(Versioned<List<Link>> list) {
        return ResponseEntity.ok().eTag(Versions.etag(list.version())).body(Shown.of(list));
    }

    private String there(String sku) {
        if (items.find(sku).isEmpty()) {
            throw new Refusal("NO_SUCH_ITEM", "There is no item " + sku + ".");
        }
        return sku;
    }
}
