package io.noren.integration.webshop;

import static io.noren.inventory.Sql.column;
import static io.noren.inventory.Sql.time;

import io.noren.integration.webshop.ShopTurns.Turn;
import io.noren.integration.webshop.WebshopItems.Waiting;
import io.noren.inventory.Sql;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What became of the numbers that a shop was told. From the moment that one is on its way until the shop has answered,
 * nobody knows what the shop has; a copy of the application that lost its turn meanwhile does not know it even then,
 * because another may have told the shop something else.
 */
@Component
class ToldNumbers {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    /** So often a shop may fail at one and the same number alone before that is set apart. */
    private static final int PATIENCE = 8;

    /** The rows in question, locked after the shop's and always in the same order; {@code ours} while the turn is. */
    private static final String ROWS = """
            with turn as (
                select coalesce(bool_and(w.leased_by = :teller), false) as ours
                from (select leased_by from integration.webshop where id = :shop for share) w),
            t as (
                select t.*, turn.ours from turn, unnest(:skus::text[], :locations::text[], :wanteds::bigint[],
                    :doubts::bigint[], :numbers::numeric[]) as t (sku, location, wanted, doubt, number)
                join integration.webshop_item i on i.shop = :shop and i.sku = t.sku and i.location = t.location
                order by t.sku, t.location for update of i)
            """;

    private static final String FROM_ROWS = """
            from t where i.shop = :shop and i.sku = t.sku and i.location = t.location
            """;

    private final JdbcClient jdbc;
    private final Clock clock;

    ToldNumbers(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A number that the shop has now. */
    record Told(Waiting row, BigDecimal number) {}

    /**
     * These are about to be told, so it is no longer sure what the shop has: also if we die before it answers.
     *
     * @return false when the turn is lost, and they are not to be told
     */
    @Transactional
    boolean underWay(Turn turn, List<Waiting> rows) {
        if (rows.stream().anyMatch(row -> row.number() != null)) {
            about(turn, rows, ROWS + "update integration.webshop_item i set number = null " + FROM_ROWS)
                    .update();
        }
        return jdbc.sql("select exists (select from integration.webshop where id = :shop and leased_by = :teller)")
                .param("shop", turn.shop().id())
                .param("teller", turn.teller())
                .query(Boolean.class)
                .single();
    }

    /**
     * The shop has these numbers. What was marked since stays to be told. What it may have changed itself since, and
     * whatever a lost turn told it, is told once more.
     */
    @Transactional
    void told(Turn turn, List<Told> told) {
        if (told.isEmpty()) {
            return;
        }
        about(
                        turn,
                        told.stream().map(Told::row).toList(),
                        ROWS + """
                        update integration.webshop_item i
                        set told = case when t.ours and i.doubt = t.doubt then t.wanted else i.told end,
                            number = case when t.ours and i.doubt = t.doubt then t.number end,
                            wanted = case when t.ours and i.doubt = t.doubt then i.wanted else i.wanted + 1 end,
                            state = case when t.ours and i.doubt = t.doubt and i.wanted <= t.wanted then 'SENT'
                                else 'WAITING' end,
                            marked_at = case when i.wanted <= t.wanted then i.marked_at else :now end,
                            attempts = 0, reason = null, tried_at = :now, told_at = :now
                        """ + FROM_ROWS + " and (i.told < t.wanted or not (t.ours and i.doubt = t.doubt))")
                .param("numbers", column(told, each -> each.number().toPlainString()))
                .update();
    }

    /** The shop minds this one; its neighbours go on. */
    @Transactional
    void refused(Turn turn, Waiting row, String reason) {
        about(turn, List.of(row), ROWS + """
                        update integration.webshop_item i
                        set attempts = i.attempts + 1, reason = :reason, tried_at = :now, number = null,
                            state = case when i.wanted = t.wanted then 'QUARANTINED' else 'WAITING' end,
                            due_at = case when i.wanted = t.wanted then i.due_at else :next end
                        """ + FROM_ROWS + " and t.ours")
                .param("reason", reason)
                .param("next", time(Sql.micros(clock.instant().plus(WebshopItems.PAUSE_AFTER_REFUSAL))))
                .update();
    }

    /**
     * The shop has failed while it was told these; others go first next time. One that it fails at alone is set apart,
     * unless it has changed meanwhile.
     */
    @Transactional
    void failed(Turn turn, List<Waiting> rows, String reason) {
        about(turn, rows, ROWS + """
                        update integration.webshop_item i
                        set number = null, tried_at = :now,
                            wanted = case when t.ours then i.wanted else i.wanted + 1 end,
                            attempts = case when t.ours then i.attempts + :one else i.attempts end,
                            reason = case when t.ours and :one = 1 then :reason else i.reason end,
                            state = case when t.ours and :one = 1 and i.wanted = t.wanted
                                and i.attempts + 1 >= :patience then 'QUARANTINED' else 'WAITING' end,
                            marked_at = case when i.state = 'WAITING' then i.marked_at else :now end,
                            due_at = :now + least(:longest, :first * power(2, least(i.attempts, 20)))
                                * interval '1 ms'
                        """ + FROM_ROWS + " and (i.state = 'WAITING' or not t.ours)")
                .param("one", rows.size() == 1 ? 1 : 0)
                .param("patience", PATIENCE)
                .param("reason", reason)
                .param("first", FIRST_PAUSE.toMillis())
                .param("longest", LONGEST_PAUSE.toMillis())
                .update();
    }

    private StatementSpec about(Turn turn, List<Waiting> rows, String sql) {
        return jdbc.sql(sql)
                .param("shop", turn.shop().id())
                .param("teller", turn.teller())
                .param("skus", column(rows, Waiting::sku))
                .param("locations", column(rows, Waiting::location))
                .param("wanteds", column(rows, Waiting::wanted))
                .param("doubts", column(rows, Waiting::doubt))
                .param("numbers", new @Nullable String[rows.size()])
                .param("now", time(Sql.micros(clock.instant())));
    }
}
