package io.noren.integration.webshop;

import io.noren.integration.webshop.WebshopStates.State;
import io.noren.inventory.Versioned;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a shop's settings look on the wire. */
final class WebshopBodies {
    private static final Duration ORDERS_WHERE_TOLD = Duration.ofMinutes(1);
    private static final Duration ORDERS_WHERE_ASKED = Duration.ofMillis(500);
    private static final Duration RECONCILE = Duration.ofMinutes(15);

    private WebshopBodies() {}

    /** A shop as somebody wants it. */
    @Schema(name = "WebshopSettings")
    record Wish(
            @Schema(example = "Our shop") @NotBlank @Size(max = 200)
            String name,

            @Schema(example = "medusa") @NotBlank String system,

            @Schema(description = "where its administration is reached", example = "https://shop.example") @NotNull
            URI url,

            @Schema(description = "the sales channel that decides what it may sell", example = "web") @NotBlank
            String channel,

            @Schema(description = "CHANNEL (default): one number for each SKU; LOCATION: one for each SKU and location")
            Webshop.@Nullable Mode mode,

            @Schema(
                    description = "our location to the shop's name of it; with one number for all, the empty name to"
                            + " the shop's only place",
                    example = "{\"\": \"sloc_01J\"}")
            @Nullable
            @Size(max = 1_000)
            Map<@NotNull String, @NotNull String> places,

            @Schema(
                    description =
                            "batch, requestsPerSecond, unknownItems (park or ignore), and what the shop system has",
                    example = "{\"requestsPerSecond\": \"20\"}")
            @Nullable
            @Size(max = 50)
            Map<@NotNull String, @NotNull String> options,

            @Schema(
                    description = "what the shop lets us in by; absent: those there are. Never shown",
                    accessMode = Schema.AccessMode.WRITE_ONLY,
                    example = "{\"apiKey\": \"sk_…\"}")
            @Nullable
            @Size(max = 20)
            Map<@NotNull String, @NotNull String> credentials,

            @Schema(description = "false: neither told nor asked anything", defaultValue = "true") @Nullable
            Boolean active,

            @Schema(description = "how often it is asked for orders", type = "string", example = "PT0.5S") @Nullable
            Duration ordersEvery,

            @Schema(description = "how often all numbers are compared", type = "string", example = "PT15M") @Nullable
            Duration reconcileEvery,

            @Schema(description = "for a new shop: orders that changed before are left alone; absent: now") @Nullable
            Instant ordersFrom,

            @Nullable Long version) {

        Webshop toShop(String id, boolean tellsOfOrders) {
            return new Webshop(
                    id,
                    name,
                    system,
                    url,
                    channel,
                    mode == null ? Webshop.Mode.CHANNEL : mode,
                    places == null ? Map.of() : places,
                    options == null ? Map.of() : options,
                    active == null || active,
                    ordersEvery != null ? ordersEvery : tellsOfOrders ? ORDERS_WHERE_TOLD : ORDERS_WHERE_ASKED,
                    reconcileEvery != null ? reconcileEvery : RECONCILE);
        }
    }

    /**
     * A shop as it is, without its credentials.
     *
     * @param state null in the answer to whoever has just written it: its numbers are only being looked at
     */
    @Schema(name = "Webshop")
    record Shown(
            String id,
            String name,
            String system,
            URI url,
            String channel,
            Webshop.Mode mode,
            Map<String, String> places,
            Map<String, String> options,
            boolean active,
            Duration ordersEvery,
            Duration reconcileEvery,
            long version,
            @Nullable State state) {

        static Shown of(Versioned<Webshop> stored, @Nullable State state) {
            Webshop shop = stored.value();
            return new Shown(
                    shop.id(),
                    shop.name(),
                    shop.system(),
                    shop.url(),
                    shop.channel(),
                    shop.mode(),
                    Webshop.sorted(shop.places()),
                    Webshop.sorted(shop.options()),
                    shop.active(),
                    shop.ordersEvery(),
                    shop.reconcileEvery(),
                    stored.version(),
                    state);
        }
    }
}
