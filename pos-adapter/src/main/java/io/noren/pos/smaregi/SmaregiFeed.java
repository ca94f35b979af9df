package io.noren.pos.smaregi;

import io.noren.pos.dialect.TillWords;
import io.noren.pos.dialect.Unreadable;
import io.noren.pos.vendor.ClientCredentials;
import io.noren.pos.vendor.VendorFeed;
import io.noren.pos.vendor.VendorHttp;
import io.noren.pos.vendor.VendorJson;
import io.noren.pos.vendor.VendorLimits;
import io.noren.pos.vendor.VendorSource;
import io.noren.pos.vendor.VendorTrouble;
import io.noren.pos.vendor.VendorTrouble.Kind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks Smaregi for transactions by their last change, in windows, because it answers for no more than 31 days at once. A
 * transaction that takes back another one names it by its id alone, so the other one is asked for with it.
 */
final class SmaregiFeed implements VendorFeed {
    private static final String USUAL_ADDRESS = "https://api.smaregi.jp";
    private static final String SCOPE = "pos.transactions:read";
    private static final Duration WINDOW = Duration.ofDays(7);
    private static final int TRANSACTIONS_A_PAGE = 100;
    private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");

    /** Smaregi has a limit and does not publish how high it is. */
    private static final int REQUESTS = 4;

    private final VendorLimits limits;
    private final String transactions;
    private final Clock clock;

    SmaregiFeed(VendorSource retailer, SmaregiContract contract, Clock clock) {
        this.limits = new VendorLimits(
                retailer.address(USUAL_ADDRESS),
                Map.of(),
                REQUESTS,
                Duration.ofSeconds(1),
                1,
                new ClientCredentials(contract.tokens(), contract.clientId(), retailer.token(), SCOPE));
        this.transactions = "/" + contract.contract() + "/pos/transactions";
        this.clock = clock;
    }

    @Override
    public VendorLimits limits() {
        return limits;
    }

    /**
     * Where a round is: at the changes since a second, and on which page of those.
     *
     * <p>A next page by its number alone would pass over one: what changes meanwhile leaves its place, and all that come
     * after it move up. So the next page begins at the time of the last change; its number grows only where a whole page
     * changed within one second.
     */
    private record Place(Instant from, int page) {
        static Place named(String name) {
            String[] parts = name.split("/", 2);
            return new Place(Instant.parse(parts[0]), Integer.parseInt(parts[1]));
        }

        String name() {
            return from + "/" + page;
        }

        Place after(@Nullable Instant lastChange) {
            return lastChange != null && lastChange.isAfter(from)
                    ? new Place(lastChange, 1)
                    : new Place(from, page + 1);
        }
    }

    @Override
    public Page changedSince(Instant since, @Nullable String page, VendorHttp http) {
        Place place = page == null ? new Place(since.truncatedTo(ChronoUnit.SECONDS), 1) : Place.named(page);
        Instant to = place.from().plus(WINDOW);
        JsonNode answer = http.get(transactions + "?upd_date_time-from=" + encoded(place.from()) + "&upd_date_time-to="
                + encoded(to) + "&sort=updDateTime,transactionHeadId&with_details=all&limit=" + TRANSACTIONS_A_PAGE
                + "&page=" + place.page());
        List<JsonNode> told = new ArrayList<>();
        Instant last = null;
        for (JsonNode transaction : answer) {
            addWithWhatItTakesBack(transaction, told, http);
            last = changedAt(transaction);
        }
        return new Page(told, next(place, to, answer.size(), last));
    }

    private @Nullable String next(Place place, Instant to, int found, @Nullable Instant last) {
        if (found >= TRANSACTIONS_A_PAGE) {
            return place.after(last).name();
        }
        return to.isBefore(clock.instant()) ? new Place(to, 1).name() : null;
    }

    @Override
    public Page fetch(List<String> subjects, VendorHttp http) {
        List<JsonNode> told = new ArrayList<>();
        subjects.forEach(id -> addWithWhatItTakesBack(transaction(id, http), told, http));
        return new Page(told, null);
    }

    private JsonNode transaction(String id, VendorHttp http) {
        return http.get(transactions + "/" + id + "?with_details=all");
    }

    private void addWithWhatItTakesBack(JsonNode transaction, List<JsonNode> told, VendorHttp http) {
        if (SmaregiInterpreter.takesBack(transaction) && transaction instanceof ObjectNode takingBack) {
            JsonNode original = original(VendorJson.text(transaction, "disposeServerTransactionHeadId"), http);
            if (original != null) {
                told.add(original);
                takingBack.set("disposed", SmaregiInterpreter.identity(original));
            }
        }
        told.add(transaction);
    }

    /** Null when Smaregi does not know it any more; then a person is asked which one it was. */
    private @Nullable JsonNode original(String id, VendorHttp http) {
        if (!SmaregiInterpreter.isId(id)) {
            return null;
        }
        try {
            return transaction(id, http);
        } catch (VendorTrouble trouble) {
            if (trouble.kind() == Kind.OBJECTS) {
                return null;
            }
            throw trouble;
        }
    }

    private static @Nullable Instant changedAt(JsonNode transaction) {
        try {
            return TillWords.time(VendorJson.text(transaction, "updDateTime"), 1)
                    .in(JAPAN);
        } catch (Unreadable e) {
            return null;
        }
    }

    private static String encoded(Instant time) {
        return URLEncoder.encode(
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atZone(JAPAN)), StandardCharsets.UTF_8);
    }
}
