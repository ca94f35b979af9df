package io.noren.loyalty.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.noren.loyalty.LoyaltyTest;
import io.noren.loyalty.Timeline;
import io.noren.loyalty.Viewer;
import io.noren.loyalty.recommendation.ItemRelations.Night;
import io.noren.loyalty.recommendation.Town.Customer;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@LoyaltyTest
class ItemRelationsTest {
    private final String tea = Town.item("TEA");
    private final String cup = Town.item("CUP");

    @Autowired
    Town town;

    @Autowired
    ShelfOfTests shelf;

    @Autowired
    ItemRelations relations;

    @Autowired
    Recommendations recommendations;

    @Autowired
    Timeline timeline;

    @Autowired
    JdbcClient sql;

    private record Row(double score, int together, int itemCustomers, int relatedCustomers) {}

    @Test
    void theCountsBehindAScoreAreKeptBesideIt() {
        town.customers(4, tea, cup);
        town.customers(3, tea);
        town.customers(2, cup);
        town.customers(30, Town.item("SOMETHING-ELSE"));
        Night night = town.night();

        Row row = row(tea, cup);
        assertThat(row.together()).isEqualTo(4);
        assertThat(row.itemCustomers()).isEqualTo(7);
        assertThat(row.relatedCustomers()).isEqualTo(6);
        assertThat(row.score())
                .isCloseTo(LogLikelihoodRatio.of(4, 3, 2, night.customers() - 9), within(1e-9))
                .isPositive();
        assertThat(row(cup, tea).score()).isCloseTo(row.score(), within(1e-9));
    }

    @Test
    void copiesThatStartANightTogetherDoItOnce() throws Exception {
        town.customers(3, tea, cup);
        town.customers(10, Town.item("SOMETHING-ELSE"));
        LocalDate day = Town.anyNight();

        List<Optional<Night>> outcomes = together(4, day);

        assertThat(outcomes.stream().flatMap(Optional::stream)).hasSize(1);
        assertThat(town.tryNight(day)).as("and not again").isEmpty();
        assertThat(row(tea, cup).together()).isEqualTo(3);
        assertThat(sql.sql("select count(*) from loyalty.recommendation_run where day = ?")
                        .param(day)
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void aNightThatFailsLeavesWhatTheLastOneFound() {
        town.customers(3, tea, cup);
        town.customers(10, Town.item("SOMETHING-ELSE"));
        town.night();
        LocalDate day = Town.anyNight();
        shelf.broken = true;
        try {
            assertThatThrownBy(() -> town.tryNight(day)).isInstanceOf(IllegalStateException.class);
        } finally {
            shelf.broken = false;
        }

        assertThat(row(tea, cup).together()).isEqualTo(3);
        assertThat(town.tryNight(day)).as("tried again").isPresent();
    }

    /** Bought by one customer: {@code cup} first of all, then ten thousand other things, then {@code tea}. */
    @Test
    void aMemberWithTenThousandPurchasesIsLookedAtByTheirLastFiveHundredItemsAndGetsAnAnswer() {
        Customer wholesaler = town.customer();
        town.buys(wholesaler, cup);
        String thing = Town.item("THING");
        sql.sql("""
                        with bought as (
                            insert into loyalty.purchase
                                (id, account, kind, source, source_transaction, channel, location, occurred_at,
                                 recorded_at, currency, total, points_per, points_rules, points, content)
                            select gen_random_uuid(), :account, 'SALE', :thing, n::text, 'STORE', 'ginza',
                                timestamptz '2026-11-23T00:00:00Z' + n * interval '1 second', now(), 'JPY', 0, 100, 1, 0, ''
                            from generate_series(1, 10000) n
                            returning id, account, source || '-' || source_transaction as item)
                        insert into loyalty.purchase_line (purchase, account, line, item, quantity)
                        select id, account, 1, item, 1 from bought
                        """).param("account", wholesaler.id()).param("thing", thing).update();
        long before = town.night().purchases();
        List<Customer> others = town.customers(5, tea, cup);
        town.customers(20, Town.item("SOMETHING-ELSE"));
        sql.sql(
                        "update loyalty.purchase set occurred_at = '2026-11-24T00:00:00Z' where source = :thing and source_transaction = '1'")
                .param("thing", thing)
                .update();
        town.buys(others.get(0), thing + "-10000");
        Night night = town.night();

        assertThat(night.purchases() - before)
                .as("of the wholesaler still 500, of the others 5 × 2 + 1 + 20")
                .isEqualTo(31);
        assertThat(row(tea, cup).itemCustomers()).as("who have tea").isEqualTo(5);
        assertThat(row(tea, cup).relatedCustomers())
                .as("who have a cup; that of the wholesaler is too long ago")
                .isEqualTo(5);
        sql.sql("update loyalty.purchase_line set item = :tea where item = :item and account = :account")
                .param("tea", tea)
                .param("item", thing + "-1")
                .param("account", wholesaler.id())
                .update();
        assertThat(recommendations.recommend(wholesaler.id(), "ginza", Viewer.STAFF, 3))
                .as("they bought a cup once, however long ago")
                .isEmpty();
        assertThat(timeline.of(wholesaler.id(), 100, null).purchases()).hasSize(100);
    }

    @Test
    void theNightThatIsDueIsTheLastWhoseTimeHasCome() {
        RecommendationSettings settings =
                new RecommendationSettings(LocalTime.of(3, 30), ZoneId.of("Asia/Tokyo"), 1, 1, 1);

        assertThat(due(settings, "2026-11-28T18:29:59Z")).isEqualTo("2026-11-28");
        assertThat(due(settings, "2026-11-28T18:30:00Z")).isEqualTo("2026-11-29");
        assertThat(due(settings, "2026-11-29T14:59:59Z")).isEqualTo("2026-11-29");
        assertThat(due(settings, "2026-11-29T15:00:00Z"))
                .as("midnight in Tokyo")
                .isEqualTo("2026-11-29");
    }

    private LocalDate due(RecommendationSettings settings, String now) {
        return new NightlyRelations(relations, settings, Clock.fixed(Instant.parse(now), ZoneOffset.UTC)).due();
    }

    private Row row(String item, String related) {
        return sql.sql("select * from loyalty.item_relation where item = ? and related = ?")
                .params(item, related)
                .query((row, number) -> new Row(
                        row.getDouble("score"),
                        row.getInt("together"),
                        row.getInt("item_customers"),
                        row.getInt("related_customers")))
                .single();
    }

    private List<Optional<Night>> together(int copies, LocalDate day) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(copies);
        try {
            CyclicBarrier start = new CyclicBarrier(copies);
            List<Future<Optional<Night>>> running = new ArrayList<>();
            for (int n = 0; n < copies; n++) {
                running.add(threads.submit(() -> {
                    start.await();
                    return town.tryNight(day);
                }));
            }
            List<Optional<Night>> outcomes = new ArrayList<>();
            for (Future<Optional<Night>> one : running) {
                outcomes.add(one.get());
            }
            return outcomes;
        } finally {
            threads.shutdownNow();
        }
    }
}
