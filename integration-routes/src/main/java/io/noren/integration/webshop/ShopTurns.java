package io.noren.integration.webshop;

import static io.noren.inventory.Sql.instant;
import static io.noren.inventory.Sql.time;

import io.noren.inventory.InCallersTransaction;
import io.noren.inventory.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Whose turn it is to speak with a shop: one copy of the application at a time, for as long as there is something to
 * say. A copy that dies in its turn is waited for until the turn runs out.
 *
 * <p><b>Why no mark is overlooked.</b> Whoever marks an item looks for the turn after its commit, under the shop's row
 * lock; whoever ends a turn takes that lock first and then looks for marks. One of the two sees the other.
 */
@Component
class ShopTurns {
    /** Longer than any request to a shop takes. */
    static final Duration TURN = Duration.ofSeconds(45);

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(5);
    private static final Duration LONGEST_WISH = Duration.ofMinutes(10);
    private static final Duration CLOSED_RETRY = Duration.ofMinutes(1);

    private static final String SOMETHING_TO_DO = """
            (w.orders_due_at <= :now or w.orders_page is not null or w.reconcile_due_at <= :now or w.recheck_at <= :now
                or exists (select from integration.webshop_reconcile r where r.shop = w.id and r.ended_at is null)
                or exists (select from integration.webshop_item i
                    where i.shop = w.id and i.state = 'WAITING' and i.due_at <= :now))
            """;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Webshops shops;
    /** This copy of the application. */
    private final UUID us = UUID.randomUUID();

    ShopTurns(JdbcClient jdbc, Clock clock, Webshops shops) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.shops = shops;
    }

    /**
     * A turn as it began.
     *
     * @param version of the settings
     * @param requestsLeft of the shop's limit, at {@code requestsLeftAt}; null before the first turn
     */
    record Turn(
            UUID teller,
            Webshop shop,
            long version,
            int failures,
            @Nullable Double requestsLeft,
            @Nullable Instant requestsLeftAt) {

        /** The same, of a shop that has answered again. */
        Turn healthy() {
            return new Turn(teller, shop, version, 0, requestsLeft, requestsLeftAt);
        }
    }

    /** Takes the turn, unless another copy has it or the shop is to be left alone. */
    @Transactional
    Optional<Turn> begin(String shop) {
        Instant now = now();
        return jdbc.sql("""
                        with free as (
                            select id from integration.webshop where id = :shop and active
                                and (retry_at is null or retry_at <= :now) for update)
                        update integration.webshop w set leased_by = :us, leased_until = :until
                        from free where w.id = free.id
                            and (w.leased_by is null or w.leased_by = :us or w.leased_until < :now)
                        returning w.*
                        """)
                .param("shop", shop)
                .param("us", us)
                .param("now", time(now))
                .param("until", time(now.plus(TURN)))
                .query(this::turn)
                .optional();
    }

    /** @return false when the turn is lost: it took too long, or the shop was changed or disconnected */
    @Transactional
    boolean goOn(Turn turn) {
        return jdbc.sql("""
                                update integration.webshop set leased_until = :until
                                where id = :shop and leased_by = :us and version = :version and active
                                """)
                        .param("shop", turn.shop().id())
                        .param("us", us)
                        .param("version", turn.version())
                        .param("until", time(now().plus(TURN)))
                        .update()
                > 0;
    }

    /**
     * Holds on to the turn until the end of the caller's transaction: nobody takes it, and the settings stay.
     *
     * @return false when it is lost already; then what was read from the shop is not to be written down
     */
    @InCallersTransaction
    boolean hold(Turn turn) {
        return jdbc.sql("""
                        select id from integration.webshop
                        where id = :shop and leased_by = :us and version = :version and active for no key update
                        """)
                .param("shop", turn.shop().id())
                .param("us", turn.teller())
                .param("version", turn.version())
                .query(String.class)
                .optional()
                .isPresent();
    }

    /**
     * Ends the turn if nothing is left to do.
     *
     * @return false when there is something: then it goes on
     */
    @Transactional
    boolean endIfDone(Turn turn, double requestsLeft) {
        String shop = turn.shop().id();
        jdbc.sql("select id from integration.webshop where id = :shop for update")
                .param("shop", shop)
                .query(String.class)
                .optional();
        boolean more = jdbc.sql("select exists (select from integration.webshop w where w.id = :shop and "
                        + SOMETHING_TO_DO + ")")
                .param("shop", shop)
                .param("now", time(now()))
                .query(Boolean.class)
                .single();
        if (more) {
            return false;
        }
        end(turn, requestsLeft);
        return true;
    }

    /** Ends the turn, whatever is left. */
    @Transactional
    void end(Turn turn, double requestsLeft) {
        jdbc.sql("""
                        update integration.webshop set leased_by = null, leased_until = null,
                            requests_left = :left, requests_left_at = :now
                        where id = :shop and leased_by = :us
                        """)
                .param("shop", turn.shop().id())
                .param("us", us)
                .param("left", requestsLeft)
                .param("now", time(now()))
                .update();
    }

    /** The shop answers. */
    @Transactional
    void succeeded(Turn turn) {
        jdbc.sql("""
                        update integration.webshop set failures = 0, failing_since = null, last_error = null,
                            retry_at = null
                        where id = :shop and leased_by = :us and failing_since is not null
                        """).param("shop", turn.shop().id()).param("us", us).update();
    }

    /** The shop does not do what it should: it is left alone for a while, longer each time. */
    @Transactional
    void failed(Turn turn, ShopTrouble trouble) {
        Instant now = now();
        jdbc.sql("""
                        update integration.webshop set failures = failures + 1,
                            failing_since = coalesce(failing_since, :now), last_error = :error,
                            retry_at = :now + coalesce(:wait::bigint,
                                least(:longest, :first * power(2, least(failures, 10)))) * interval '1 ms'
                        where id = :shop and leased_by = :us
                        """)
                .param("shop", turn.shop().id())
                .param("us", us)
                .param("error", trouble.text())
                .param("wait", wait(trouble))
                .param("first", FIRST_RETRY.toMillis())
                .param("longest", LONGEST_RETRY.toMillis())
                .param("now", time(now))
                .update();
    }

    private static @Nullable Long wait(ShopTrouble trouble) {
        Duration wish = trouble.retryAfter();
        if (wish != null) {
            return (wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish).toMillis();
        }
        return trouble.kind() == ShopTrouble.Kind.CLOSED ? CLOSED_RETRY.toMillis() : null;
    }

    /** Shops that somebody should take a turn at. */
    @Transactional(readOnly = true)
    List<String> due() {
        return jdbc.sql("""
                        select w.id from integration.webshop w
                        where w.active and (w.retry_at is null or w.retry_at <= :now)
                            and (w.leased_by is null or w.leased_until < :now) and
                        """ + SOMETHING_TO_DO)
                .param("now", time(now()))
                .query(String.class)
                .list();
    }

    private Turn turn(ResultSet row, int number) throws SQLException {
        return new Turn(
                us,
                shops.shop(row),
                row.getLong("version"),
                row.getInt("failures"),
                row.getObject("requests_left", Double.class),
                instant(row, "requests_left_at"));
    }

    private Instant now() {
        return Objects.requireNonNull(Sql.micros(clock.instant()));
    }
}
