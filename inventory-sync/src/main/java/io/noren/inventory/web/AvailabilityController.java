package io.noren.inventory.web;

import io.noren.inventory.Refusal;
import io.noren.inventory.availability.Availability;
import io.noren.inventory.availability.AvailabilityAnswer;
import io.noren.inventory.availability.ToldAvailability;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.WebRequest;

@RestController
@RequestMapping("/api/v1/availability")
class AvailabilityController {

    private static final int MOST_SKUS_BY_GET = 100;
    private static final int MOST_SKUS = 1_000;
    private static final int MOST_LOCATIONS = 100;
    private static final int LONGEST_CHANNEL = 100;
    private static final String USUAL_CHANNEL = "web";

    private final Availability availability;

    AvailabilityController(Availability availability) {
        this.availability = availability;
    }

    record Query(
            @NotEmpty List<String> skus,
            @Nullable List<String> locations,
            @Nullable String channel) {}

    // Both write their answer themselves: its text is put together from parts that are kept. The types are what it
    // says, for the document of the API.

    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Nullable
    ResponseEntity<AvailabilityAnswer> get(AskedItems asked, WebRequest request, HttpServletResponse response)
            throws IOException {
        ToldAvailability told = told(asked.channel(), asked.sku(), asked.location(), MOST_SKUS_BY_GET);
        if (!request.checkNotModified(told.etag())) {
            write(told, response);
        }
        return null;
    }

    @PostMapping(path = "/query", produces = MediaType.APPLICATION_JSON_VALUE)
    @Nullable
    ResponseEntity<AvailabilityAnswer> query(@Valid @RequestBody Query query, HttpServletResponse response)
            throws IOException {
        write(told(query.channel(), query.skus(), query.locations(), MOST_SKUS), response);
        return null;
    }

    private static void write(ToldAvailability told, HttpServletResponse response) throws IOException {
        byte[] text = told.text();
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(text.length);
        response.getOutputStream().write(text);
    }

    private ToldAvailability told(
            @Nullable String asked, List<String> skus, @Nullable List<String> locations, int mostSkus) {
        String channel = asked == null ? USUAL_CHANNEL : asked;
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
        if (channel.isBlank() || channel.length() > LONGEST_CHANNEL) {
            throw new Refusal(
                    "BAD_CHANNEL", "A channel has 1 to " + LONGEST_CHANNEL + " characters.", "channel", Map.of());
        }
        checkText(skus, "sku", "BAD_SKU");
        if (locations == null || locations.isEmpty()) {
            // What a channel may promise is a sum over all of them; over some of them it would be another number.
            LocationKeys.checkEverywhere("This key is only for some locations: name those that are asked about.");
            return availability.told(channel, skus, null);
        }
        checkText(locations, "location", "BAD_LOCATION");
        locations.forEach(LocationKeys::check);
        return availability.told(channel, skus, locations);
    }

    /** PostgreSQL has no text with a NUL in it, and JSON may have lists with nothing in them. */
    private static void checkText(List<@Nullable String> texts, String field, String code) {
        for (String text : texts) {
            if (text == null || text.indexOf('\0') >= 0) {
                throw new Refusal(code, "One of them is no " + field + ".", field, Map.of());
            }
        }
    }
}
