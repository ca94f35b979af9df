package io.noren.integration.webshop;

import io.noren.inventory.Versioned;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where shops tell of orders by themselves. Open to everyone; believed is only what is signed as the shop's system signs.
 * A 2xx means that the orders are safe; anything else, that the shop is to send them again.
 */
@Hidden // each shop system's own words, not part of Noren's API
@RestController
class WebshopHookController {
    private static final Logger log = LoggerFactory.getLogger(WebshopHookController.class);

    private static final int MOST_BYTES = 2 * 1024 * 1024;

    private final Webshops shops;
    private final WebshopErrands errands;

    WebshopHookController(Webshops shops, WebshopErrands errands) {
        this.shops = shops;
        this.errands = errands;
    }

    @PostMapping("/hooks/webshops/{id}/{topic}")
    ResponseEntity<ProblemDetail> hear(@PathVariable String id, @PathVariable String topic, HttpServletRequest request)
            throws IOException {
        byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            return problem(HttpStatus.CONTENT_TOO_LARGE, "BODY_TOO_LARGE", "The body is larger than 2 MB.");
        }
        Optional<Versioned<Webshop>> shop =
                shops.find(id).filter(there -> there.value().active());
        if (shop.isEmpty()) {
            return refused();
        }
        try {
            errands.hear(shop.get(), new ShopHook(topic, headers(request), body));
            return ResponseEntity.ok().build(); // not 204: WooCommerce lets a webhook be saved by a 200 alone
        } catch (ShopTrouble trouble) {
            if (trouble.kind() == ShopTrouble.Kind.CLOSED) {
                return refused();
            }
            log.warn("What came from web shop {} about {} cannot be read: {}", id, topic, trouble.text());
            return problem(HttpStatus.UNPROCESSABLE_CONTENT, "UNREADABLE_HOOK", trouble.text());
        }
    }

    // Names in lower case; of a header that comes twice the first counts.
    private static Map<String, String> headers(HttpServletRequest request) {
        Map<String, String> headers = new HashMap<>();
        Collections.list(request.getHeaderNames())
                .forEach(name -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), request.getHeader(name)));
        return headers;
    }

    /** The same for a shop that is not there, so that nobody can try names. */
    private static ResponseEntity<ProblemDetail> refused() {
        return problem(
                HttpStatus.UNAUTHORIZED,
                "NOT_FROM_THE_SHOP",
                "This is not signed with the secret of a connected shop.");
    }

    private static ResponseEntity<ProblemDetail> problem(HttpStatus status, String code, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setProperty("code", code);
        return ResponseEntity.of(problem).build();
    }
}
