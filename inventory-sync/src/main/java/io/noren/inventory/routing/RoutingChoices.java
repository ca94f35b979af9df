package io.noren.inventory.routing;

import static io.noren.inventory.Sql.time;

import io.noren.inventory.GeoPoint;
import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.inventory.Quantities;
import io.noren.inventory.Refusal;
import io.noren.inventory.Sql;
import io.noren.inventory.availability.Availability;
import io.noren.inventory.availability.AvailabilityAnswer.AtLocation;
import io.noren.inventory.availability.AvailabilityAnswer.OfItem;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Chooses from where an order is sent home, and keeps what was chosen with every number that it was chosen by. A choice
 * promises nothing: holding the goods does.
 */
@Component
public class RoutingChoices {
    private static final int MOST_SKUS = 100;
    private static final int LONGEST_REFERENCE = 200;

    private final RoutingRulesBook rules;
    private final Availability availability;
    private final Locations locations;
    private final List<OpenOrders> open;
    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;

    RoutingChoices(
            RoutingRulesBook rules,
            Availability availability,
            Locations locations,
            ObjectProvider<OpenOrders> open,
            JdbcClient jdbc,
            JsonMapper json,
            Clock clock) {
        this.rules = rules;
        this.availability = availability;
        this.locations = locations;
        this.open = open.orderedStream().toList();
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /**
     * An order to be sent.
     *
     * @param basket quantities by SKU
     * @param to where the customer is; null when nobody knows
     * @param reference the caller's own, such as the order's number
     * @param except locations that are not asked
     */
    public record Question(
            String channel,
            Map<String, BigDecimal> basket,
            @Nullable GeoPoint to,
            @Nullable String reference,
            Set<String> except) {

        public Question(
                String channel, Map<String, BigDecimal> basket, @Nullable GeoPoint to, @Nullable String reference) {
            this(channel, basket, to, reference, Set.of());
        }
    }

    /** Whether there are rules to choose by. */
    @Transactional(readOnly = true)
    public boolean areOn() {
        return rules.in(RoutingRulesBook.State.ACTIVE).isPresent();
    }

    /**
     * Chooses by the active rules, and keeps the choice.
     *
     * @throws Refusal {@code NO_ACTIVE_RULES}, {@code BAD_LINES}, {@code BAD_QUANTITY}, {@code BAD_REFERENCE}
     */
    @Transactional
    public RoutingChoice choose(Question question) {
        RoutingRulesBook.Version active = rules.in(RoutingRulesBook.State.ACTIVE)
                .orElseThrow(() ->
                        new Refusal("NO_ACTIVE_RULES", "No rules are active: write a draft, try it, and activate it."));
        Map<String, BigDecimal> basket = checked(question);
        List<RoutingCandidate> candidates = candidates(question, basket);
        RoutingPlan plan = RoutingPlanner.plan(active.rules(), basket, candidates);
        RoutingChoice choice = new RoutingChoice(
                UUID.randomUUID(),
                active.version(),
                question.channel(),
                question.reference(),
                basket,
                plan,
                Sql.micros(clock.instant()));
        insert(choice, candidates);
        return choice;
    }

    /**
     * The same by any version, and nothing is kept.
     *
     * @throws Refusal {@code NO_SUCH_RULES} and those of choosing
     */
    @Transactional(readOnly = true)
    public RoutingChoice attempt(Question question, long version) {
        RoutingRulesBook.Version by = rules.version(version);
        Map<String, BigDecimal> basket = checked(question);
        RoutingPlan plan = RoutingPlanner.plan(by.rules(), basket, candidates(question, basket));
        return new RoutingChoice(
                null, version, question.channel(), question.reference(), basket, plan, Sql.micros(clock.instant()));
    }

    /** What was chosen, explained by the numbers of that time. */
    @Transactional(readOnly = true)
    public Optional<RoutingChoice> find(UUID id) {
        return jdbc.sql("select * from inventory.routing_choice where id = :id")
                .param("id", id)
                .query((row, index) -> read(row))
                .optional();
    }

    /** The same of the last ones, the latest first. */
    @Transactional(readOnly = true)
    public List<RoutingChoice> latest(int most) {
        return jdbc.sql("select * from inventory.routing_choice order by chosen_at desc, id desc limit :most")
                .param("most", most)
                .query((row, index) -> read(row))
                .list();
    }

    private RoutingChoice read(ResultSet row) throws SQLException {
        Kept kept = kept(row.getString("basket"), row.getString("candidates"), row.getString("parts"));
        long version = row.getLong("rules");
        RoutingPlan plan = RoutingPlanner.plan(rules.version(version).rules(), kept.basket(), kept.candidates());
        return new RoutingChoice(
                row.getObject("id", UUID.class),
                version,
                row.getString("channel"),
                row.getString("reference"),
                kept.basket(),
                new RoutingPlan(kept.parts(), plan.verdicts()),
                Objects.requireNonNull(Sql.instant(row, "chosen_at")));
    }

    /** What a choice was made from, and what was chosen. */
    record Kept(Map<String, BigDecimal> basket, List<RoutingCandidate> candidates, List<RoutingPlan.Part> parts) {}

    Kept kept(String basket, String candidates, String parts) {
        return new Kept(
                json.readValue(basket, new TypeReference<TreeMap<String, BigDecimal>>() {}),
                json.readValue(candidates, new TypeReference<List<RoutingCandidate>>() {}),
                json.readValue(parts, new TypeReference<List<RoutingPlan.Part>>() {}));
    }

    private void insert(RoutingChoice choice, List<RoutingCandidate> candidates) {
        jdbc.sql("""
                insert into inventory.routing_choice
                    (id, rules, channel, reference, basket, candidates, parts, chosen_at)
                values (:id, :rules, :channel, :reference, :basket::jsonb, :candidates::jsonb, :parts::jsonb, :now)
                """)
                .param("id", choice.id())
                .param("rules", choice.rules())
                .param("channel", choice.channel())
                .param("reference", choice.reference())
                .param("basket", json.writeValueAsString(choice.basket()))
                .param("candidates", json.writeValueAsString(candidates))
                .param("parts", json.writeValueAsString(choice.plan().parts()))
                .param("now", time(choice.chosenAt()))
                .update();
    }

    private List<RoutingCandidate> candidates(Question question, Map<String, BigDecimal> basket) {
        Map<String, Map<String, BigDecimal>> promisable = new TreeMap<>();
        Map<String, Boolean> ships = new HashMap<>();
        for (OfItem item : availability
                .forChannel(question.channel(), basket.keySet(), null)
                .items()) {
            // What the channel keeps back over all locations is in none of them: where less is left than is wanted,
            // they
            // must not have enough together either.
            boolean tooLittle = item.available().compareTo(basket.getOrDefault(item.sku(), BigDecimal.ZERO)) < 0;
            BigDecimal left = item.available();
            for (AtLocation at : item.locations()) {
                BigDecimal here = at.promisable().min(left);
                left = tooLittle ? left.subtract(here) : left;
                promisable
                        .computeIfAbsent(at.location(), any -> new TreeMap<>())
                        .put(item.sku(), Quantities.plain(here));
                ships.merge(at.location(), at.ship(), Boolean::logicalAnd);
            }
        }
        Map<String, Location> places =
                locations.all().stream().collect(Collectors.toMap(Location::id, Function.identity()));
        Map<String, Long> busy = new HashMap<>();
        open.forEach(each -> each.at(promisable.keySet()).forEach((at, orders) -> busy.merge(at, orders, Long::sum)));
        question.except().forEach(promisable::remove);
        List<RoutingCandidate> candidates = new ArrayList<>();
        promisable.forEach((at, goods) -> candidates.add(new RoutingCandidate(
                at,
                ships.getOrDefault(at, false),
                metres(question.to(), places.get(at)),
                goods,
                busy.getOrDefault(at, 0L))));
        return candidates;
    }

    private static @Nullable Long metres(@Nullable GeoPoint to, @Nullable Location from) {
        GeoPoint at = from == null ? null : from.position();
        return to == null || at == null ? null : Math.round(at.metresTo(to));
    }

    private static Map<String, BigDecimal> checked(Question question) {
        if (question.basket().isEmpty() || question.basket().size() > MOST_SKUS) {
            throw Refusal.ofField("BAD_LINES", "lines", "Give 1 to " + MOST_SKUS + " SKUs.");
        }
        String reference = question.reference();
        if (reference != null
                && (reference.isBlank() || reference.length() > LONGEST_REFERENCE || reference.indexOf('\0') >= 0)) {
            throw Refusal.ofField("BAD_REFERENCE", "reference", "Give 1 to " + LONGEST_REFERENCE + " characters.");
        }
        Map<String, BigDecimal> basket = new TreeMap<>();
        question.basket().forEach((sku, quantity) -> {
            if (quantity.signum() <= 0 || Quantities.isAbsurd(quantity) || Quantities.hasTooManyDecimals(quantity)) {
                throw Refusal.ofField(
                        "BAD_QUANTITY", "lines", "A quantity is above 0, at most 1,000,000, with at most 3 decimals.");
            }
            basket.put(sku, Quantities.plain(quantity));
        });
        return basket;
    }
}
