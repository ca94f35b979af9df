package io.noren.integration.qr;

import static org.springframework.web.bind.annotation.RequestMethod.GET;
import static org.springframework.web.bind.annotation.RequestMethod.HEAD;
import static org.springframework.web.bind.annotation.RequestMethod.OPTIONS;

import io.noren.integration.qr.CodeRefused.Reason;
import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Answers a scan of a shelf code by sending the shopper to the item's page in that store. It only ever leads to a path
 * of this application, so a forged code cannot borrow the shop's name for another site.
 */
@RestController
@CrossOrigin(
        origins = "*",
        methods = {GET, HEAD, OPTIONS},
        exposedHeaders = {"Location", "Link"})
class ShelfCodeResolver {
    /** GS1's name for the link to a page about the product. */
    private static final String PRODUCT_PAGE = "https://ref.gs1.org/voc/pip";

    /** Short: an item that moves to another GTIN should not lead astray for long. */
    private static final Duration CACHED = Duration.ofSeconds(60);

    private final Items items;
    private final Locations locations;

    ShelfCodeResolver(Items items, Locations locations) {
        this.items = items;
        this.locations = locations;
    }

    /**
     * @param query {@code 414} is the store's GLN; one that is well-formed but not ours is passed over, because the item
     *     is still the right one
     */
    @GetMapping({"/01/{gtin}", "/01/{gtin}/"})
    ResponseEntity<Void> resolve(@PathVariable String gtin, @RequestParam MultiValueMap<String, String> query) {
        DigitalLink scanned = DigitalLink.read(gtin, query.getOrDefault("414", List.of()));
        Item item = items.findByGtin(scanned.item().digits())
                .orElseThrow(() -> new CodeRefused(Reason.UNKNOWN_GTIN, "No item of this retailer carries this GTIN."));
        Optional<Location> store =
                Optional.ofNullable(scanned.store()).flatMap(gln -> locations.findByGln(gln.digits()));
        URI page = page(item, store);
        return ResponseEntity.status(HttpStatus.TEMPORARY_REDIRECT)
                .location(page)
                .header(
                        HttpHeaders.LINK,
                        "<%s>; rel=\"%s\"; type=\"text/html\"; hreflang=\"ja\"; hreflang=\"en\""
                                .formatted(page, PRODUCT_PAGE))
                .cacheControl(CacheControl.maxAge(CACHED).cachePublic())
                .build();
    }

    private static URI page(Item item, Optional<Location> store) {
        UriComponentsBuilder page = UriComponentsBuilder.fromPath("/p").pathSegment("{sku}");
        return store.map(Location::id)
                .map(id -> page.queryParam("store", "{store}").encode().buildAndExpand(item.sku(), id))
                .orElseGet(() -> page.encode().buildAndExpand(item.sku()))
                .toUri();
    }
}
