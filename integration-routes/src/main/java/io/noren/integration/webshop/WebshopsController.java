package io.noren.integration.webshop;

import io.noren.integration.webshop.WebshopBodies.Shown;
import io.noren.integration.webshop.WebshopBodies.Wish;
import io.noren.inventory.Refusal;
import io.noren.inventory.Versioned;
import io.noren.inventory.web.Pages;
import io.noren.inventory.web.Versions;
import jakarta.validation.Valid;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Connected web shops. */
@RestController
@RequestMapping("/api/v1/webshops")
class WebshopsController {
    private static final Map<String, HttpStatus> STATUS = Map.of(
            "NO_SUCH_WEBSHOP",
            HttpStatus.NOT_FOUND,
            "WEBSHOP_IN_USE",
            HttpStatus.CONFLICT,
            "STALE_VERSION",
            HttpStatus.PRECONDITION_FAILED);

    private final Webshops shops;
    private final WebshopStates states;
    private final WebshopItems items;
    private final WebshopErrands errands;
    private final ShopSystems systems;

    WebshopsController(
            Webshops shops, WebshopStates states, WebshopItems items, WebshopErrands errands, ShopSystems systems) {
        this.shops = shops;
        this.states = states;
        this.items = items;
        this.errands = errands;
        this.systems = systems;
    }

    record ShopPage(List<Shown> webshops, @Nullable String next) {}

    record ItemPage(
            List<WebshopStates.Item> items, @Nullable String next) {}

    record Orders(List<WebshopStates.Order> orders) {}

    record Reconciles(List<WebshopStates.Reconcile> reconciles) {}

    record Retried(int items) {}

    @PutMapping("/{id}")
    ResponseEntity<Shown> put(
            @PathVariable String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @Valid @RequestBody Wish wish) {
        Versioned<Webshop> stored = shops.put(
                wish.toShop(id, systems.named(wish.system()).tellsOfOrders()),
                wish.credentials(),
                wish.ordersFrom(),
                Versions.seen(ifMatch, wish.version()));
        return ResponseEntity.ok().eTag(Versions.etag(stored.version())).body(Shown.of(stored, null));
    }

    @GetMapping
    ShopPage all(@RequestParam(defaultValue = "") String after, @RequestParam(defaultValue = "100") int limit) {
        int most = Pages.limit(limit);
        List<Shown> page = shops.after(after, most).stream()
                .map(shop -> Shown.of(shop, states.of(shop.value().id())))
                .toList();
        return new ShopPage(page, Pages.next(page, most, Shown::id));
    }

    @GetMapping("/{id}")
    ResponseEntity<Shown> one(@PathVariable String id) {
        Versioned<Webshop> shop = there(id);
        return ResponseEntity.ok().eTag(Versions.etag(shop.version())).body(Shown.of(shop, states.of(id)));
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(@PathVariable String id) {
        if (!shops.delete(id)) {
            throw unknown(id);
        }
        return ResponseEntity.noContent().build();
    }

    @GetMapping("/{id}/items")
    ItemPage items(
            @PathVariable String id,
            @RequestParam(required = false) WebshopStates.@Nullable ItemState state,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "100") int limit) {
        there(id);
        int most = Pages.limit(limit);
        String[] place = place(after);
        List<WebshopStates.Item> page = states.items(id, state, place[0], place[1], most);
        return new ItemPage(page, Pages.next(page, most, WebshopsController::placeOf));
    }

    private static String placeOf(WebshopStates.Item item) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((item.sku() + "\n" + item.location()).getBytes(StandardCharsets.UTF_8));
    }

    private static String[] place(@Nullable String after) {
        if (after == null) {
            return new String[] {"", ""};
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(after), StandardCharsets.UTF_8);
            int end = text.indexOf('\n');
            if (end >= 0) {
                return new String[] {text.substring(0, end), text.substring(end + 1)};
            }
        } catch (IllegalArgumentException e) {
            // the same as any other text that is no place
        }
        throw new Refusal("BAD_CURSOR", "The parameter after holds the next of the page before.", "after", Map.of());
    }

    @PostMapping("/{id}/items/retry")
    Retried retry(@PathVariable String id, @RequestParam(required = false) @Nullable String sku) {
        there(id);
        return new Retried(items.retry(id, sku));
    }

    @PostMapping("/{id}/reconcile")
    ResponseEntity<Void> reconcile(@PathVariable String id) {
        there(id);
        errands.reconcile(id);
        return ResponseEntity.accepted().build();
    }

    @GetMapping("/{id}/reconciles")
    Reconciles reconciles(@PathVariable String id) {
        there(id);
        return new Reconciles(states.reconciles(id, 20));
    }

    @GetMapping("/{id}/orders")
    Orders orders(@PathVariable String id, @RequestParam(defaultValue = "100") int limit) {
        there(id);
        return new Orders(states.orders(id, Pages.limit(limit)));
    }

    private Versioned<Webshop> there(String id) {
        return shops.find(id).orElseThrow(() -> unknown(id));
    }

    private static Refusal unknown(String id) {
        return new Refusal("NO_SUCH_WEBSHOP", "There is no webshop " + id + ".");
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> on(Refusal refusal) {
        String detail = String.valueOf(refusal.getMessage());
        ProblemDetail problem =
                ProblemDetail.forStatusAndDetail(STATUS.getOrDefault(refusal.code(), HttpStatus.BAD_REQUEST), detail);
        problem.setProperty("code", refusal.code());
        if (refusal.field() != null) {
            problem.setProperty(
                    "errors", List.of(Map.of("field", refusal.field(), "code", refusal.code(), "detail", detail)));
        }
        refusal.properties().forEach(problem::setProperty);
        return ResponseEntity.of(problem).build();
    }
}
