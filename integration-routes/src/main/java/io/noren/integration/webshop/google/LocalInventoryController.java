package io.noren.integration.webshop.google;

import io.noren.integration.security.ApiKeys;
import io.noren.integration.security.ApiKeys.ApiKey;
import io.noren.integration.security.Scope;
import io.noren.integration.webshop.google.LocalInventoryFile.Wish;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where Google fetches what stands in which store. Google sends no bearer token, so the key is a part of the address. An
 * address is written into logs on its way: only a key that may do nothing but read stock is taken, and it says which
 * stores are told.
 */
@Hidden // Google's words, not part of Noren's API
@RestController
class LocalInventoryController {
    private static final Set<String> ONLY = Set.of(Scope.INVENTORY_READ.text());
    private static final Set<String> METHODS = Set.of("buy", "reserve", "ship_to_store");
    private static final Set<String> SLAS =
            Set.of("same_day", "next_day", "2-day", "3-day", "4-day", "5-day", "6-day", "multi-week");
    /** Files that are written at the same time; each reads all stock. */
    private static final int AT_ONCE = 2;

    private final ApiKeys keys;
    private final LocalInventoryFile file;
    private final Semaphore turns = new Semaphore(AT_ONCE);

    LocalInventoryController(ApiKeys keys, LocalInventoryFile file) {
        this.keys = keys;
        this.file = file;
    }

    /** Ends the request with a problem. */
    private static final class Refused extends RuntimeException {
        private final HttpStatus status;
        private final String code;

        Refused(HttpStatus status, String code, String message) {
            super(message);
            this.status = status;
            this.code = code;
        }
    }

    /**
     * @param few a quantity up to this is told as limited
     * @param pickup {@code buy}, {@code reserve} or {@code ship_to_store}
     * @param sla how soon an item can be fetched; without it nothing is said of pickup
     */
    @GetMapping("/feeds/google/{key}/local-inventory.tsv")
    void localInventory(
            @PathVariable String key,
            @RequestParam(defaultValue = "web") String channel,
            @RequestParam(defaultValue = "0") int few,
            @RequestParam(defaultValue = "reserve") String pickup,
            @RequestParam(required = false) @Nullable String sla,
            HttpServletResponse response)
            throws IOException {
        ApiKey reader = reader(key);
        demand(few >= 0, "few", "A whole number, 0 or more.");
        demand(METHODS.contains(pickup), "pickup", "One of " + METHODS + ".");
        demand(sla == null || SLAS.contains(sla), "sla", "One of " + SLAS + ", or leave it out.");
        if (!turns.tryAcquire()) {
            response.setHeader("Retry-After", "60");
            throw new Refused(
                    HttpStatus.TOO_MANY_REQUESTS, "TOO_MANY_FILES", "Others are fetching the file: come in a minute.");
        }
        try {
            response.setContentType("text/tab-separated-values; charset=utf-8");
            response.setHeader("Cache-Control", "no-store");
            Writer out = response.getWriter();
            // What fails in the middle breaks the connection: half a file must not look like a whole one.
            file.write(
                    new Wish(channel, few, pickup, sla),
                    location -> reader.locations().contains(ApiKeys.ANYWHERE)
                            || reader.locations().contains(location),
                    out);
            if (out instanceof java.io.PrintWriter printer && printer.checkError()) {
                throw new IOException("The reader of the local inventory file is gone.");
            }
        } finally {
            turns.release();
        }
    }

    private ApiKey reader(String key) {
        Optional<ApiKey> found = keys.find(key);
        if (found.isEmpty()) {
            throw new Refused(HttpStatus.NOT_FOUND, "NO_SUCH_FEED", "There is no such file.");
        }
        if (!found.get().scopes().equals(ONLY)) {
            throw new Refused(
                    HttpStatus.FORBIDDEN,
                    "KEY_TOO_POWERFUL",
                    "A key in an address may do nothing but read stock: make one with the scope inventory:read alone.");
        }
        return found.get();
    }

    private static void demand(boolean fulfilled, String parameter, String otherwise) {
        if (!fulfilled) {
            throw new Refused(HttpStatus.BAD_REQUEST, "BAD_FEED", "The parameter " + parameter + ": " + otherwise);
        }
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> on(Refused refused) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(refused.status, String.valueOf(refused.getMessage()));
        problem.setProperty("code", refused.code);
        return ResponseEntity.of(problem).build();
    }
}
