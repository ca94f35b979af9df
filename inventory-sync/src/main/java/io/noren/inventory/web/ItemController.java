package io.noren.inventory.web;

import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.LocalizedName;
import io.noren.inventory.Money;
import io.noren.inventory.Refusal;
import io.noren.inventory.Versioned;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/items")
class ItemController {

    private final Items items;

    ItemController(Items items) {
        this.items = items;
    }

    record ItemBody(
            @Nullable String sku,
            @Nullable String gtin,
            @Nullable List<@NotNull @Valid CodeBody> codes,
            @NotNull LocalizedName name,
            @NotBlank String unit,
            @Nullable String productUrl,
            @Nullable String imageUrl,
            @Nullable Money price,
            @Nullable String category,
            @Nullable Boolean stocked,
            @Nullable List<@NotNull @Valid PartBody> parts,
            @Nullable BigDecimal taxRate,
            @Nullable @Valid ContentBody content,
            @Nullable Long version) {

        static ItemBody of(Versioned<Item> stored) {
            return of(stored.value(), stored.version());
        }

        static ItemBody of(Item item, @Nullable Long version) {
            return new ItemBody(
                    item.sku(),
                    item.gtin(),
                    item.codes().stream().map(CodeBody::of).toList(),
                    item.name(),
                    item.unit(),
                    item.productUrl(),
                    item.imageUrl(),
                    item.price(),
                    item.category(),
                    item.stocked(),
                    item.parts().isEmpty()
                            ? null
                            : item.parts().stream()
                                    .map(part -> new PartBody(part.sku(), part.quantity()))
                                    .toList(),
                    item.taxRate(),
                    ContentBody.of(item.content()),
                    version);
        }

        Item toItem(String path) {
            if (sku != null && !sku.equals(path)) {
                throw new Refusal("BAD_SKU", "The body's sku is not the address's.", "sku", Map.of());
            }
            List<Item.Code> given = codes == null
                    ? List.of()
                    : codes.stream().map(CodeBody::toCode).toList();
            List<Item.Part> made = parts == null
                    ? List.of()
                    : parts.stream()
                            .map(part -> new Item.Part(part.sku(), part.quantity()))
                            .toList();
            return new Item(
                    path,
                    gtin,
                    given,
                    name,
                    unit,
                    productUrl,
                    imageUrl,
                    price,
                    category,
                    stocked == null || stocked,
                    made,
                    taxRate,
                    content == null ? null : content.toContent());
        }
    }

    record CodeBody(
            Item.@NotNull Scheme scheme,
            @NotBlank String value,
            @Nullable String source,
            @Nullable BigDecimal quantity) {

        /** A quantity of one is left out. */
        static CodeBody of(Item.Code code) {
            BigDecimal quantity = code.quantity();
            return new CodeBody(
                    code.scheme(),
                    code.value(),
                    code.source(),
                    quantity.compareTo(BigDecimal.ONE) == 0 ? null : quantity);
        }

        Item.Code toCode() {
            return new Item.Code(scheme, value, source, quantity == null ? BigDecimal.ONE : quantity);
        }
    }

    record PartBody(@NotBlank String sku, @NotNull BigDecimal quantity) {}

    record ContentBody(@NotNull BigDecimal quantity, Item.@NotNull Measure unit) {

        static @Nullable ContentBody of(Item.@Nullable Content content) {
            return content == null ? null : new ContentBody(content.quantity(), content.measure());
        }

        Item.Content toContent() {
            return new Item.Content(quantity, unit);
        }
    }

    record Found(List<ItemBody> items) {}

    @PutMapping("/{sku}")
    ResponseEntity<ItemBody> put(
            @PathVariable String sku,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @Valid @RequestBody ItemBody body) {
        Versioned<Item> stored = items.put(body.toItem(sku), Versions.seen(ifMatch, body.version()));
        return ResponseEntity.ok().eTag(Versions.etag(stored.version())).body(ItemBody.of(stored));
    }

    @GetMapping("/{sku}")
    ResponseEntity<ItemBody> get(@PathVariable String sku) {
        Versioned<Item> stored = items.findVersioned(sku)
                .orElseThrow(() -> new Refusal("NO_SUCH_ITEM", "There is no item " + sku + "."));
        return ResponseEntity.ok().eTag(Versions.etag(stored.version())).body(ItemBody.of(stored));
    }

    /** By SKU, GTIN or a part of the name. */
    @GetMapping
    Found search(@RequestParam("q") String text, @RequestParam(defaultValue = "50") int limit) {
        return new Found(items.search(text, Math.max(1, limit)).stream()
                .map(item -> ItemBody.of(item, null))
                .toList());
    }
}
