package io.noren.integration.qr.resolver;

import io.noren.integration.qr.CodeRefused;
import io.noren.integration.qr.PublicAddress;
import io.noren.integration.qr.gs1.DigitalLink;
import io.noren.integration.qr.gs1.Element;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriUtils;

/**
 * Takes whatever a scanner read: to a browser it answers with the way to the item, to a program with what the code says.
 * Of our own host only; a code cannot name another place to go to.
 */
@RestController
class ScannedTextResolver {
    private static final int LONGEST_SKU = 100;

    private final ResolvedItems items;
    private final PublicAddress address;

    ScannedTextResolver(ResolvedItems items, PublicAddress address) {
        this.items = items;
        this.address = address;
    }

    /**
     * What a code says.
     *
     * @param link the same as a Digital Link of this resolver
     * @param sku of our item, if it is one
     * @param store whose shelf the code hangs on, if it says so and the store is ours
     * @param page about the item
     */
    record Read(
            List<Element> elements,
            @Nullable String link,
            @Nullable String sku,
            @Nullable String store,
            @Nullable String page) {}

    @GetMapping("/resolve")
    ResponseEntity<?> resolve(@RequestParam(defaultValue = "") String code, HttpServletRequest request) {
        if (code.isBlank() || code.length() > ScannedText.MOST_CHARACTERS) {
            throw ScannedCode.malformed("It has 1 to " + ScannedText.MOST_CHARACTERS + " characters.");
        }
        String plain = ScannedText.plain(code);
        Optional<Read> page = pageOf(plain, request);
        return answer(page.isPresent() ? page.get() : read(plain), request);
    }

    /** Of a page of ours; items without a GTIN have nothing else. */
    private Optional<Read> pageOf(String plain, HttpServletRequest request) {
        URI base = address.base(request);
        return ScannedText.page(plain, base.getScheme() + "://" + base.getAuthority())
                .map(ScannedTextResolver::decoded)
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

    private ResponseEntity<?> answer(Read read, HttpServletRequest request) {
        if (AskedForm.wantsData(request)) {
            return ResponseEntity.ok()
                    .contentType(MediaType.APPLICATION_JSON)
                    .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                    .body(read);
        }
        return ResponseEntity.status(HttpStatus.TEMPORARY_REDIRECT)
                .header(HttpHeaders.LOCATION, address.sure(request) + (read.link() == null ? read.page() : read.link()))
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .build();
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
