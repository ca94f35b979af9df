package io.noren.integration.screens.shopper;

import io.noren.integration.screens.Language;
import io.noren.integration.screens.Words;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** What a phone needs to put the shopper's pages on its home screen (W3C Web Application Manifest). */
@Controller
class ShopperApp {
    private static final MediaType MANIFEST = MediaType.parseMediaType("application/manifest+json");
    private static final String INDIGO = "#223a5e";
    private static final String PAPER = "#faf8f4";

    private final Words words;

    ShopperApp(Words words) {
        this.words = words;
    }

    @GetMapping("/shopper.webmanifest")
    ResponseEntity<Map<String, Object>> manifest(Locale locale) {
        Map<String, Object> manifest = Map.of(
                "id",
                "/scan",
                "name",
                words.say("app.name", locale),
                "short_name",
                "Noren",
                "lang",
                Language.of(locale).code(),
                "start_url",
                "/scan",
                "scope",
                "/",
                "display",
                "standalone",
                "theme_color",
                INDIGO,
                "background_color",
                PAPER,
                "icons",
                List.of(icon(192), icon(512)));
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache())
                .contentType(MANIFEST)
                .body(manifest);
    }

    /** Kept by the phone for when there is no network. */
    @GetMapping("/no-network")
    String noNetwork() {
        return "shopper/no-network";
    }

    private static Map<String, String> icon(int pixels) {
        return Map.of(
                "src",
                "/noren-" + pixels + ".png",
                "sizes",
                pixels + "x" + pixels,
                "type",
                "image/png",
                "purpose",
                "any maskable");
    }
}
