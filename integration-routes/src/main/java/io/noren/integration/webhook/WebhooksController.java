package io.noren.integration.webhook;

import io.noren.integration.webhook.WebhookDeliveries.DeliveryPage;
import io.noren.integration.webhook.WebhookSubscriptions.NewSubscription;
import io.noren.integration.webhook.WebhookSubscriptions.Subscription;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Webhooks out. */
@RestController
@RequestMapping("/api/v1/webhooks")
class WebhooksController {
    private static final int MAX_LIMIT = 200;

    private final WebhookSubscriptions subscriptions;
    private final WebhookDeliveries deliveries;

    WebhooksController(WebhookSubscriptions subscriptions, WebhookDeliveries deliveries) {
        this.subscriptions = subscriptions;
        this.deliveries = deliveries;
    }

    /** A wish to be told. */
    record Wish(
            @NotNull URI url,
            @NotEmpty @Size(max = 20) List<@NotNull @Pattern(regexp = "\\*|[a-z]+\\.([a-z_]+|\\*)") String> events,
            @Nullable String channel,

            @Nullable @Min(1) @Max(WebhookSubscriptions.LARGEST_BATCH)
            Integer batch) {}

    /** The subscription with its signing secret, shown this once. */
    record Made(
            UUID id, URI url, List<String> events, @Nullable String channel, int batch, String secret) {}

    @PostMapping
    ResponseEntity<Made> subscribe(@Valid @RequestBody Wish wish) {
        NewSubscription made = subscriptions.subscribe(
                wish.url(), wish.events(), wish.channel(), Objects.requireNonNullElse(wish.batch(), 1));
        Subscription about = made.subscription();
        return ResponseEntity.created(URI.create("/api/v1/webhooks/" + about.id()))
                .body(new Made(about.id(), about.url(), about.events(), about.channel(), about.batch(), made.secret()));
    }

    @GetMapping
    List<Subscription> all() {
        return subscriptions.all();
    }

    @GetMapping("/{id}")
    ResponseEntity<?> one(@PathVariable UUID id) {
        return subscriptions.find(id).<ResponseEntity<?>>map(ResponseEntity::ok).orElseGet(WebhooksController::unknown);
    }

    @DeleteMapping("/{id}")
    ResponseEntity<?> delete(@PathVariable UUID id) {
        return subscriptions.delete(id) ? ResponseEntity.noContent().build() : unknown();
    }

    @GetMapping("/{id}/deliveries")
    DeliveryPage deliveries(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable Long after) {
        return deliveries.log(id, Math.max(1, Math.min(limit, MAX_LIMIT)), after);
    }

    /** From where on to tell again: a delivery's id from the log, 0 for everything. */
    record Replay(long after) {}

    /** How many will be told again. */
    record Replayed(int deliveries) {}

    @PostMapping("/{id}/replay")
    ResponseEntity<?> replay(@PathVariable UUID id, @RequestBody Replay wish) {
        return subscriptions.find(id).isPresent()
                ? ResponseEntity.accepted().body(new Replayed(deliveries.replay(id, wish.after())))
                : unknown();
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> on(TargetRefused refused) {
        return problem(HttpStatus.UNPROCESSABLE_CONTENT, "TARGET_REFUSED", String.valueOf(refused.getMessage()));
    }

    private static ResponseEntity<ProblemDetail> unknown() {
        return problem(HttpStatus.NOT_FOUND, "UNKNOWN_WEBHOOK", "There is no subscription with this id.");
    }

    private static ResponseEntity<ProblemDetail> problem(HttpStatus status, String code, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setProperty("code", code);
        return ResponseEntity.of(problem).build();
    }
}
