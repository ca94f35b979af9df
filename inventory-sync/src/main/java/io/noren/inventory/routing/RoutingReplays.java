package io.noren.inventory.routing;

import static io.noren.inventory.Sql.time;

import io.noren.inventory.Quantities;
import io.noren.inventory.Refusal;
import io.noren.inventory.routing.RoutingPlan.Part;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Tries rules on choices that were made by others: from the numbers of that time, so that what comes out differs by the
 * rules alone. Nothing is changed, and nobody is told.
 */
@Component
public class RoutingReplays {
    static final Duration LONGEST = Duration.ofDays(92);
    private static final int MOST_EXAMPLES = 20;
    private static final int MOST_AT_ONCE = 1_000;

    private final RoutingRulesBook rules;
    private final RoutingChoices choices;
    private final JdbcClient jdbc;

    RoutingReplays(RoutingRulesBook rules, RoutingChoices choices, JdbcClient jdbc) {
        this.rules = rules;
        this.choices = choices;
        this.jdbc = jdbc;
    }

    /**
     * What rules did over a time, or would have done.
     *
     * @param sent how many orders could be sent
     * @param parcels from how many locations in all
     * @param split how many orders were sent from more than one
     * @param km over all parcels whose distance is known
     * @param byLocation how many parcels each location sent
     */
    public record Sums(long sent, long parcels, long split, BigDecimal km, List<AtLocation> byLocation) {}

    public record AtLocation(String location, long parcels) {}

    /** One choice that would have been another. */
    public record Difference(
            UUID choice, Instant chosenAt, @Nullable String reference, List<Part> before, List<Part> after) {}

    /**
     * @param choices how many were made in that time
     * @param same how many would have been the same
     * @param before as they were chosen
     * @param after as these rules would have chosen
     * @param differences the first 20 of those that would have been others
     */
    public record Replay(
            long version,
            Instant from,
            Instant to,
            long choices,
            long same,
            Sums before,
            Sums after,
            List<Difference> differences) {}

    /**
     * Tries a version on the choices of a time.
     *
     * @param from the first moment
     * @param to the first moment after it, at most 92 days later
     * @throws Refusal {@code NO_SUCH_RULES}, {@code BAD_PERIOD}
     */
    @Transactional(readOnly = true)
    public Replay replay(long version, Instant from, Instant to) {
        RoutingRulesBook.Version by = rules.version(version);
        if (!from.isBefore(to) || from.plus(LONGEST).isBefore(to) || from.isBefore(Instant.EPOCH)) {
            throw Refusal.ofField("BAD_PERIOD", "to", "Give a time that ends after it begins, at most 92 days later.");
        }
        Adding before = new Adding();
        Adding after = new Adding();
        List<Difference> differences = new ArrayList<>();
        long all = 0;
        long same = 0;
        Row last = new Row(new UUID(0, 0), from, null, "", "", "");
        List<Row> rows;
        do {
            rows = rows(last, to, all == 0);
            for (Row row : rows) {
                RoutingChoices.Kept kept = choices.kept(row.basket(), row.candidates(), row.parts());
                RoutingPlan plan = RoutingPlanner.plan(by.rules(), kept.basket(), kept.candidates());
                before.add(kept.parts(), kept.candidates());
                after.add(plan.parts(), kept.candidates());
                all++;
                if (kept.parts().equals(plan.parts())) {
                    same++;
                } else if (differences.size() < MOST_EXAMPLES) {
                    differences.add(
                            new Difference(row.id(), row.chosenAt(), row.reference(), kept.parts(), plan.parts()));
                }
            }
            last = rows.isEmpty() ? last : rows.get(rows.size() - 1);
        } while (rows.size() == MOST_AT_ONCE);
        return new Replay(version, from, to, all, same, before.sums(), after.sums(), List.copyOf(differences));
    }

    private record Row(
            UUID id, Instant chosenAt, @Nullable String reference, String basket, String candidates, String parts) {}

    private List<Row> rows(Row after, Instant to, boolean first) {
        return jdbc.sql("""
                select id, chosen_at, reference, basket::text, candidates::text, parts::text
                from inventory.routing_choice
                where (chosen_at > :after or chosen_at = :after and (:first or id > :id)) and chosen_at < :to
                order by chosen_at, id limit :most
                """)
                .param("after", time(after.chosenAt()))
                .param("id", after.id())
                .param("first", first)
                .param("to", time(to))
                .param("most", MOST_AT_ONCE)
                .query((row, index) -> new Row(
                        row.getObject("id", UUID.class),
                        row.getTimestamp("chosen_at").toInstant(),
                        row.getString("reference"),
                        row.getString("basket"),
                        row.getString("candidates"),
                        row.getString("parts")))
                .list();
    }

    private static final class Adding {
        private long sent;
        private long parcels;
        private long split;
        private long metres;
        private final Map<String, Long> byLocation = new TreeMap<>();

        void add(List<Part> parts, List<RoutingCandidate> candidates) {
            sent += parts.isEmpty() ? 0 : 1;
            parcels += parts.size();
            split += parts.size() > 1 ? 1 : 0;
            for (Part part : parts) {
                byLocation.merge(part.location(), 1L, Long::sum);
                metres += candidates.stream()
                        .filter(candidate -> candidate.location().equals(part.location()))
                        .map(RoutingCandidate::metres)
                        .mapToLong(known -> known == null ? 0 : known)
                        .sum();
            }
        }

        Sums sums() {
            return new Sums(
                    sent,
                    parcels,
                    split,
                    Quantities.plain(BigDecimal.valueOf(metres, 3)),
                    byLocation.entrySet().stream()
                            .map(each -> new AtLocation(each.getKey(), each.getValue()))
                            .toList());
        }
    }
}
