package io.noren.loyalty;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How many purchases earn and how many redemptions are reserved and captured in a second, beside bare SQL that writes the
 * same rows into copies of the same tables, with the same lock. Against the module and its PostgreSQL, without HTTP and
 * broker. Not part of the tests: {@code mvn -q -pl loyalty-service -am test -Dtest=PointsBenchmark
 * -Dsurefire.failIfNoSpecifiedTests=false}; {@code -Dnoren.benchmark.members=} takes another number of members.
 */
@LoyaltyTest
class PointsBenchmark {
    private static final int MEMBERS = Integer.getInteger("noren.benchmark.members", 200_000);
    private static final Duration STRETCH = Duration.ofSeconds(Integer.getInteger("noren.benchmark.seconds", 10));
    private static final int TOGETHER = 200;
    private static final int READERS = 2;
    private static final int TILLS = 8;
    private static final int WALLET = 1_000_000_000;

    @Autowired
    Purchases purchases;

    @Autowired
    Redemptions redemptions;

    @Autowired
    PointsAudit audit;

    @Autowired
    JdbcClient sql;

    @Autowired
    TransactionTemplate transactions;

    private final AtomicLong number = new AtomicLong();

    @BeforeEach
    void members() {
        sql.sql("""
                        insert into loyalty.member (id, locale, created_at)
                        select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'ja', now()
                        from generate_series(1, ?) n on conflict do nothing
                        """).param(MEMBERS).update();
        sql.sql("""
                        insert into loyalty.identifier (id, account, type, value, proven_by, valid_from)
                        select gen_random_uuid(), ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid,
                               'CARD', '99' || lpad(n::text, 10, '0'), 'IMPORT', now()
                        from generate_series(1, ?) n on conflict do nothing
                        """).param(MEMBERS).update();
        sql.sql("create schema if not exists bare").update();
        for (String table : List.of(
                "purchase",
                "purchase_line",
                "points_entry",
                "points_lot",
                "points_lot_change",
                "points_balance",
                "redemption",
                "redemption_lot",
                "member")) {
            sql.sql("drop table if exists bare." + table).update();
            sql.sql("create table bare." + table + " (like loyalty." + table + " including all)")
                    .update();
        }
        sql.sql("insert into bare.member select * from loyalty.member").update();
        sql.sql("analyze").update();
    }

    @Test
    void earningAndRedeemingBesideBareSql() throws Exception {
        double earned = rate(READERS, reader -> purchases.record(batch())) * TOGETHER;
        double bareEarned = rate(READERS, reader -> bareBatch()) * TOGETHER;
        System.out.printf("%n| a second, %,d members | Noren | bare SQL | ratio |%n|---|---|---|---|%n", MEMBERS);
        print("purchases that earn, " + TOGETHER + " together, " + READERS + " readers", earned, bareEarned);
        for (boolean one : new boolean[] {false, true}) {
            fillWallets();
            double redeemed = rate(TILLS, till -> redeem(account(one)));
            double bareRedeemed = rate(TILLS, till -> bareRedeem(account(one)));
            print("redemptions, " + TILLS + " tills, " + (one ? "one wallet" : "any wallet"), redeemed, bareRedeemed);
        }
        assertThat(audit.differences()).isEmpty();
    }

    private static void print(String what, double noren, double bare) {
        System.out.printf("| %s | %,.0f | %,.0f | %.0f %% |%n", what, noren, bare, 100 * noren / bare);
    }

    /** How often a second, after as long for the compiler. */
    private static double rate(int threads, IntConsumer work) throws Exception {
        during(threads, work);
        return during(threads, work) / (STRETCH.toNanos() / 1e9);
    }

    private static long during(int threads, IntConsumer work) throws Exception {
        ExecutorService all = Executors.newFixedThreadPool(threads);
        try {
            long end = System.nanoTime() + STRETCH.toNanos();
            List<Future<Long>> running = new ArrayList<>();
            for (int n = 0; n < threads; n++) {
                int mine = n;
                running.add(all.submit(() -> {
                    long done = 0;
                    while (System.nanoTime() < end) {
                        work.accept(mine);
                        done++;
                    }
                    return done;
                }));
            }
            long done = 0;
            for (Future<Long> one : running) {
                done += one.get();
            }
            return done;
        } finally {
            all.shutdownNow();
        }
    }

    private List<Purchase> batch() {
        List<Purchase> batch = new ArrayList<>();
        for (int n = 0; n < TOGETHER; n++) {
            batch.add(new Purchase(
                    "bench",
                    "sale-" + number.incrementAndGet(),
                    Channel.STORE,
                    Claim.card("99%010d".formatted(anybody())),
                    "ginza",
                    Instant.now(),
                    new Money(new BigDecimal("1980"), "JPY"),
                    List.of(
                            new PurchaseLine(1, "SHIRT", BigDecimal.ONE, new BigDecimal("980")),
                            new PurchaseLine(2, "SOCKS", BigDecimal.ONE, new BigDecimal("1000")))));
        }
        return batch;
    }

    /** The rows of a batch, and the members' locks, in as few statements as there are tables. */
    private void bareBatch() {
        String[] accounts = new String[TOGETHER];
        Arrays.setAll(accounts, n -> id(anybody()).toString());
        transactions.executeWithoutResult(status -> {
            sql.sql("select id from bare.member where id = any(?::uuid[]) order by id for no key update")
                    .param(accounts)
                    .query(row -> {});
            sql.sql("""
                            with told as (select gen_random_uuid() as id, account from unnest(?::uuid[]) as account),
                            purchases as (
                                insert into bare.purchase (id, account, kind, source, source_transaction, channel,
                                    location, occurred_at, recorded_at, currency, total, points_per, points_rules, points,
                                    content)
                                select id, account, 'SALE', 'bench', 'sale-' || id, 'STORE', 'ginza', now(), now(), 'JPY',
                                    1980, 100, 1, 19, 'content' from told),
                            lines as (
                                insert into bare.purchase_line (purchase, account, line, item, quantity, amount)
                                select id, account, line, 'SHIRT', 1, 990 from told, generate_series(1, 2) line),
                            entries as (
                                insert into bare.points_entry (id, account, points, purpose, against, source,
                                    source_transaction, occurred_at, recorded_at)
                                select id, account, 19, 'EARN', 'ISSUED', 'bench', 'sale-' || id, now(), now()
                                from told),
                            lots as (
                                insert into bare.points_lot (id, account, points, remaining, earned_at)
                                select id, account, 19, 19, now() from told)
                            insert into bare.points_balance as kept (account, points, changed_at)
                            select account, 19 * count(*), now() from told group by account order by account
                            on conflict (account) do update set points = kept.points + excluded.points
                            """).param(accounts).update();
        });
    }

    private void fillWallets() {
        String fill = """
                insert into %1$s.points_lot (id, account, points, remaining, earned_at)
                select gen_random_uuid(), id, %2$d, %2$d, now() from loyalty.member
                where id::text like '00000000-0000-4000-8000-%%'
                """;
        sql.sql("truncate bare.points_lot, bare.points_balance").update();
        sql.sql(fill.formatted("bare", WALLET)).update();
        sql.sql("insert into bare.points_balance (account, points, changed_at) select account, points, earned_at"
                        + " from bare.points_lot")
                .update();
        if (!filled) {
            filled = true;
            sql.sql("""
                            with lot as (
                            """ + fill.formatted("loyalty", WALLET) + """
                                returning id, account, points, earned_at),
                            entry as (
                                insert into loyalty.points_entry (id, account, points, purpose, against, source,
                                    source_transaction, occurred_at, recorded_at)
                                select id, account, points, 'EARN', 'ISSUED', 'fill', id::text, earned_at, earned_at
                                from lot)
                            insert into loyalty.points_balance as kept (account, points, changed_at)
                            select account, points, earned_at from lot
                            on conflict (account) do update set points = kept.points + excluded.points
                            """).update();
        }
        sql.sql("analyze").update();
    }

    private boolean filled;

    private void redeem(UUID account) {
        redemptions.capture(redemptions
                .reserve(account, 5, "bench", "redeem-" + number.incrementAndGet())
                .id());
    }

    /** Two transactions with the rows that a redemption leaves behind. */
    private void bareRedeem(UUID account) {
        UUID id = UUID.randomUUID();
        transactions.executeWithoutResult(status -> {
            lock(account);
            sql.sql("""
                            with lot as (
                                update bare.points_lot set held = held + 5 where id = (
                                    select id from bare.points_lot where account = :account and remaining > held limit 1)
                                returning id),
                            redemption as (
                                insert into bare.redemption (id, account, points, source, source_transaction, state,
                                    reserved_at, ends_at)
                                values (:id, :account, 5, 'bench', :id::text, 'RESERVED', now(), now() + interval '1 h'))
                            insert into bare.redemption_lot (redemption, lot, points) select :id, id, 5 from lot
                            """).param("account", account).param("id", id).update();
        });
        transactions.executeWithoutResult(status -> {
            lock(account);
            sql.sql("""
                            with part as (select lot, points from bare.redemption_lot where redemption = :id),
                            lot as (
                                update bare.points_lot l set held = held - p.points, remaining = remaining - p.points
                                from part p where l.id = p.lot),
                            redemption as (
                                update bare.redemption set state = 'CAPTURED', resolved_at = now() where id = :id),
                            entry as (
                                insert into bare.points_entry (id, account, points, purpose, against, source,
                                    source_transaction, occurred_at, recorded_at)
                                values (:id, :account, -5, 'SPEND', 'REDEEMED', 'bench', :id::text, now(), now())),
                            change as (
                                insert into bare.points_lot_change (entry, lot, points) select :id, lot, -points from part)
                            update bare.points_balance set points = points - 5 where account = :account
                            """).param("account", account).param("id", id).update();
        });
    }

    private void lock(UUID account) {
        sql.sql("select id from bare.member where id = ? for no key update")
                .param(account)
                .query(row -> {});
    }

    private static UUID account(boolean one) {
        return id(one ? 1 : anybody());
    }

    private static int anybody() {
        return 1 + ThreadLocalRandom.current().nextInt(MEMBERS);
    }

    private static UUID id(int member) {
        return UUID.fromString("00000000-0000-4000-8000-%012d".formatted(member));
    }
}
