package io.noren.inventory.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.noren.inventory.Availability;
import io.noren.inventory.AvailabilityAnswer;
import io.noren.inventory.Refusal;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.WebRequest;

@RestController
@RequestMapping("/api/v1/availability")
class AvailabilityController {

    private static final int MOST_SKUS_BY_GET = 100;
    private static final int MOST_SKUS = 1_000;
    private static final int MOST_LOCATIONS = 100;
    private static final String USUAL_CHANNEL = "web";

    private final Availability availability;

    AvailabilityController(Availability availability) {
        this.availability = availability;
    }

    record Query(
            @NotEmpty List<String> skus,
            @Nullable List<String> locations,
            @Nullable String channel) {}

    @GetMapping
    @Nullable
    ResponseEntity<AvailabilityAnswer> get(
            @RequestParam("sku") List<String> skus,
            @RequestParam(name = "location", required = false) @Nullable List<String> locations,
            @RequestParam(defaultValue = USUAL_CHANNEL) String channel,
            WebRequest request) {
        AvailabilityAnswer answer = answer(channel, skus, locations, MOST_SKUS_BY_GET);
        String etag = etag(answer);
        return request.checkNotModified(etag)
                ? null
                : ResponseEntity.ok().eTag(etag).body(answer);
    }

    @PostMapping("/query")
    AvailabilityAnswer query(@Valid @RequestBody Query query) {
        String channel = query.channel() == null ? USUAL_CHANNEL : query.channel();
        return answer(channel, query.skus(), query.locations(), MOST_SKUS);
    }

    private AvailabilityAnswer answer(
            String channel, List<String> skus, @Nullable List<String> locations, int mostSkus) {
        if (skus.isEmpty() || skus.size() > mostSkus) {
            throw new Refusal("TOO_MANY_SKUS", "Ask for 1 to " + mostSkus + " SKUs at once.", "sku", Map.of());
        }
        if (locations != null && locations.size() > MOST_LOCATIONS) {
            throw new Refusal(
                    "TOO_MANY_LOCATIONS",
                    "Ask for at most " + MOST_LOCATIONS + " locations at once.",
                    "location",
                    Map.of());
        }
        if (locations == null || locations.isEmpty()) {
            // What a channel may promise is a sum over all of them; over some of them it would be another number.
            LocationKeys.checkEverywhere("This key is only for some locations: name those that are asked about.");
            return availability.forChannel(channel, skus, null);
        }
        locations.forEach(LocationKeys::check);
        return availability.forChannel(channel, skus, locations);
    }

    /** The same as long as no number has changed and no store was heard from; when it was asked does not matter. */
    private static String etag(AvailabilityAnswer answer) {
        StringBuilder content = new StringBuilder(answer.channel());
        answer.items().forEach(item -> {
            content.append('\n').append(item.sku());
            item.locations().forEach(cell -> {
                Duration age = cell.feedAge();
                content.append('\t')
                        .append(cell.location())
                        .append('/')
                        .append(cell.version())
                        .append('/')
                        .append(cell.reserved())
                        .append('/')
                        .append(age == null ? null : cell.asOf().minus(age).getEpochSecond());
            });
        });
        return "W/\"" + UUID.nameUUIDFromBytes(content.toString().getBytes(UTF_8)) + "\"";
    }
}
