package io.noren.integration.qr.resolver;

import io.noren.integration.qr.resolver.ShelfScanReport.Scans;
import io.noren.inventory.Refusal;
import io.noren.inventory.web.Pages;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How often codes on shelves were followed. */
@RestController
class ShelfScansController {
    private static final Duration USUALLY = Duration.ofDays(7);

    private final ShelfScanReport report;
    private final Clock clock;

    ShelfScansController(ShelfScanReport report, Clock clock) {
        this.report = report;
        this.clock = clock;
    }

    record Page(List<Scans> scans, @Nullable String next) {}

    /** @param location all of them, for a key that is for every location */
    @GetMapping("/api/v1/scans")
    Page list(
            @RequestParam(required = false) @Nullable String location,
            @RequestParam(required = false) @Nullable String sku,
            @RequestParam(required = false) @Nullable Instant since,
            @RequestParam(required = false) @Nullable Instant until,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "100") int limit,
            Authentication caller) {
        String place = Objects.requireNonNullElse(location, "*");
        if (!isFor(place, caller)) {
            throw new Refusal(
                    "LOCATION_FORBIDDEN",
                    location == null
                            ? "This key is for some locations only: name one of them."
                            : "This key is not for location " + location + ".",
                    "location",
                    Map.of());
        }
        if (Stream.of(place, Objects.requireNonNullElse(sku, "")).anyMatch(name -> name.indexOf('\0') >= 0)) {
            return new Page(List.of(), null); // nothing can be called that
        }
        Instant end = Objects.requireNonNullElse(until, clock.instant());
        int most = Pages.limit(limit);
        List<Scans> rows = report.rows(
                location,
                sku,
                Objects.requireNonNullElse(since, end.minus(USUALLY)),
                end,
                after == null ? null : place(after),
                most);
        return new Page(rows, Pages.next(rows, most, ShelfScansController::placeOf));
    }

    private static boolean isFor(String location, Authentication caller) {
        return caller.getAuthorities().stream()
                .map(authority -> authority.getAuthority())
                .anyMatch(open -> "location:*".equals(open) || ("location:" + location).equals(open));
    }

    private static String placeOf(Scans last) {
        String text = last.hour() + "\n" + Objects.requireNonNullElse(last.location(), "") + "\n" + last.sku();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Scans place(String after) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(after), StandardCharsets.UTF_8).split("\n", 3);
            if (parts.length == 3) {
                return new Scans(Instant.parse(parts[0]), parts[1], parts[2], 0);
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            // the same as any other text that is no place
        }
        throw new Refusal("BAD_CURSOR", "The parameter after holds the next of the page before.", "after", Map.of());
    }
}
