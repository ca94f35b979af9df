package io.noren.integration.storebundle;

import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a till fetches while it can. */
@RestController
@RequestMapping("/api/v1/store-bundles")
class StoreBundleController {
    private static final String USUALLY_NEARBY = "3";

    private final StoreBundle bundle;
    private final Locations locations;

    StoreBundleController(StoreBundle bundle, Locations locations) {
        this.bundle = bundle;
        this.locations = locations;
    }

    /**
     * @param nearby how many of the nearest stores' stock is wanted, too
     * @return a problem; null when the bundle was written
     */
    @GetMapping("/{location}")
    @Nullable
    ResponseEntity<ProblemDetail> read(
            @PathVariable String location,
            @RequestParam(defaultValue = USUALLY_NEARBY) int nearby,
            Authentication caller,
            HttpServletResponse response)
            throws IOException {
        if (!isFor(location, caller)) {
            throw new AccessDeniedException("not a location of this key");
        }
        Optional<Location> store = locations.find(location);
        if (store.isEmpty()) {
            return problem(HttpStatus.NOT_FOUND, "NO_SUCH_LOCATION", "There is no location " + location + ".");
        }
        if (nearby < 0 || nearby > StoreBundle.MOST_NEARBY) {
            return problem(
                    HttpStatus.BAD_REQUEST,
                    "TOO_MANY_LOCATIONS",
                    "Ask for at most " + StoreBundle.MOST_NEARBY + " stores nearby.");
        }
        response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
        OutputStream out = new BufferedOutputStream(response.getOutputStream(), 1 << 16);
        bundle.write(store.get(), nearby, out);
        out.flush();
        return null;
    }

    private static boolean isFor(String location, Authentication caller) {
        return caller.getAuthorities().stream()
                .map(authority -> authority.getAuthority())
                .anyMatch(open -> ("location:" + location).equals(open) || "location:*".equals(open));
    }

    private static ResponseEntity<ProblemDetail> problem(HttpStatus status, String code, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setProperty("code", code);
        return ResponseEntity.of(problem).build();
    }
}
