package io.noren.integration.qr.resolver;

import io.noren.integration.qr.CodeRefused;
import io.noren.integration.qr.gs1.DigitalLink;
import io.noren.integration.qr.gs1.Element;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;

/** What a scanned or typed text says of an item, and the page that it leads to; for shoppers, and for the resolver. */
@Component
public class ScannedTexts {
    private static final int LONGEST_SKU = 100;

    private final ResolvedItems items;

    ScannedTexts(ResolvedItems items) {
        this.items = items;
    }

    /**
     * What a code says.
     *
     * @param link the same as a Digital Link of this resolver
     * @param sku of our item, if it is one
     * @param store whose shelf the code hangs on, if it says so and the store is ours
     * @param page about the item
     */
    public record Read(
            List<Element> elements,
            @Nullable String link,
            @Nullable String sku,
            @Nullable String store,
            @Nullable String page) {}

    /**
     * What a code says, whether or not it leads to an item of ours.
     *
     * @param ours where our own pages are
     * @throws CodeRefused when it is no code of an item
     */
    public Read read(String code, URI ours) {
        if (code.isBlank() || code.length() > ScannedText.MOST_CHARACTERS) {
            throw ScannedCode.malformed("It has 1 to " + ScannedText.MOST_CHARACTERS + " characters.");
        }
        String plain = ScannedText.plain(code);
        return pageOf(plain, ours).orElseGet(() -> read(plain));
    }

    /** Of a page of ours; items without a GTIN have nothing else. */
    private Optional<Read> pageOf(String plain, URI base) {
        return ScannedText.page(plain, base.getScheme() + "://" + base.getAuthority())
                .map(ScannedTexts::decoded)
                .flatMap(this::item);
    }

    private Read read(String plain) {
        try {
            Read read = read(ScannedText.read(plain));
            return read.sku() == null ? item(plain).orElse(read) : read;
        } catch (CodeRefused refused) {
            return item(plain).orElseThrow(() -> refused);
        }
    }

    private Read read(DigitalLink link) {
        Optional<String> item = items.find(link.key().value()).map(ResolvedItem::sku);
        Optional<String> store = link.elements().value(ScannedCode.GLN).flatMap(items::store);
        String query = store.map(id -> "?store=" + encoded(id)).orElse("");
        return new Read(
                link.elements().all(),
                link.under(""),
                item.orElse(null),
                store.orElse(null),
                item.map(found -> page(found) + query).orElse(null));
    }

    /** By the retailer's own number, as it may stand on the shelf. */
    private Optional<Read> item(String sku) {
        return Optional.of(sku)
                .filter(each -> each.length() <= LONGEST_SKU && each.indexOf('\0') < 0)
                .filter(items::isItem)
                .map(found -> new Read(List.of(), null, found, null, page(found)));
    }

    private static String page(String sku) {
        return "/p/" + encoded(sku);
    }

    private static String decoded(String segment) {
        try {
            return UriUtils.decode(segment, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return segment; // a % that begins nothing
        }
    }

    private static String encoded(String text) {
        return UriUtils.encode(text, StandardCharsets.UTF_8);
    }
}
