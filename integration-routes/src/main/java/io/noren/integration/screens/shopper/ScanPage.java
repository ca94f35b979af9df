package io.noren.integration.screens.shopper;

import io.noren.integration.qr.CodeRefused;
import io.noren.integration.qr.PublicAddress;
import io.noren.integration.qr.resolver.ScannedTexts;
import io.noren.integration.screens.Words;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * A camera for the next code, and a field for the number below a bar code where there is no camera. Whatever is read leads
 * to an item of this shop, and nowhere else.
 */
@Controller
class ScanPage {
    private static final MediaType PLAIN = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

    private final ScannedTexts items;
    private final ScannedPictures pictures;
    private final ShopperFacts facts;
    private final PublicAddress address;
    private final Words words;

    ScanPage(ScannedTexts items, ScannedPictures pictures, ShopperFacts facts, PublicAddress address, Words words) {
        this.items = items;
        this.pictures = pictures;
        this.facts = facts;
        this.address = address;
        this.words = words;
    }

    /** @param code as it was read or typed; without one the camera is opened */
    @GetMapping("/scan")
    ModelAndView scan(
            @RequestParam(required = false) @Nullable String code,
            @RequestParam(required = false) @Nullable String store,
            Locale locale,
            HttpServletRequest request) {
        String here = facts.store(store) == null ? null : store;
        if (code == null) {
            return page(here, null, locale, HttpStatus.OK);
        }
        try {
            ScannedTexts.Read read = items.read(code, address.base(request));
            String sku = read.sku();
            if (sku == null) {
                return page(here, "UNKNOWN_ITEM", locale, HttpStatus.NOT_FOUND);
            }
            Map<String, String> values = new HashMap<>(Map.of("sku", sku));
            // The code's own store is where it hangs; one without says nothing, and the shopper has not moved.
            String where = read.store() != null ? read.store() : here;
            if (where != null) {
                values.put("store", where);
            }
            return Redirects.to("/p/{sku}", values);
        } catch (CodeRefused refused) {
            return page(here, refused.reason().name(), locale, HttpStatus.BAD_REQUEST);
        }
    }

    /** What the camera sees, from a browser that cannot read codes itself: the text of the code in it, or nothing. */
    @PostMapping(path = "/scan/picture", consumes = "image/jpeg")
    ResponseEntity<String> picture(InputStream body) throws IOException {
        byte[] picture = body.readNBytes(ScannedPictures.MOST_BYTES + 1);
        return pictures.read(picture)
                .map(text -> ResponseEntity.ok().contentType(PLAIN).body(text))
                .orElseGet(() -> ResponseEntity.noContent().build());
    }

    private ModelAndView page(@Nullable String store, @Nullable String refused, Locale locale, HttpStatus status) {
        ModelAndView page = new ModelAndView("shopper/scan", status);
        page.addObject("store", store);
        page.addObject("refused", refused == null ? null : words.refusal("scan.refused", refused, locale));
        return page;
    }
}
