package io.noren.integration.webshop;

import static io.noren.inventory.Sql.time;

import io.noren.integration.webshop.ShopConnections.Line;
import io.noren.integration.webshop.ShopReconcile.Run;
import io.noren.integration.webshop.ShopTurns.Turn;
import io.noren.inventory.Sql;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What is done in a shop's turn, again and again until nothing is left: numbers first, then orders, then a page of
 * comparing, so that a long comparison delays neither.
 */
@Component
class ShopWork {
    private static final Logger log = LoggerFactory.getLogger(ShopWork.class);

    private final ShopTurns turns;
    private final ShopConnections connections;
    private final ShopPush push;
    private final ShopOrders orders;
    private final ShopReconcile reconcile;
    private final WebshopItems items;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;

    ShopWork(
            ShopTurns turns,
            ShopConnections connections,
            ShopPush push,
            ShopOrders orders,
            ShopReconcile reconcile,
            WebshopItems items,
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.turns = turns;
        this.connections = connections;
        this.push = push;
        this.orders = orders;
        this.reconcile = reconcile;
        this.items = items;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    private record Due(boolean orders, boolean recheck, boolean reconcile) {}

    /** Works until nothing is left, the shop does not go along, or the turn is lost. */
    void during(Turn begun, BooleanSupplier running) {
        Line line = null;
        Turn turn = begun;
        try {
            line = connections.line(turn);
            boolean did = true;
            while (running.getAsBoolean()) {
                did = some(turn, line);
                if (did && turn.failures() > 0) {
                    turns.succeeded(turn);
                    turn = turn.healthy();
                }
                if (!did && turns.endIfDone(turn, line.left())) {
                    return;
                }
                if (!turns.goOn(turn)) {
                    break;
                }
            }
        } catch (ShopTrouble trouble) {
            if (turn.failures() == 0) {
                log.warn(
                        "Web shop {} does not go along and is tried again: {}",
                        turn.shop().id(),
                        trouble.text());
            }
            turns.failed(turn, trouble);
        } catch (RuntimeException e) {
            log.error("Something unexpected at web shop {}", turn.shop().id(), e);
            turns.failed(
                    turn,
                    ShopTrouble.fails("Unexpected here: " + e.getClass().getSimpleName() + "; the log tells more."));
        }
        turns.end(turn, line == null ? 0 : line.left());
    }

    private boolean some(Turn turn, Line line) {
        String shop = turn.shop().id();
        boolean did = push.some(turn, line.shop(), line.batch()) > 0;
        Due due = due(shop);
        if (due.orders()) {
            orders.page(turn, line.shop());
        }
        if (due.recheck()) {
            recheck(shop);
        }
        if (due.reconcile()) {
            Run run = reconcile.begun(shop);
            reconcile.compare(turn, run, line.shop().items(run.page()));
        }
        return did || due.orders() || due.recheck() || due.reconcile();
    }

    private Due due(String shop) {
        return jdbc.sql("""
                        select orders_due_at <= :now or orders_page is not null as orders,
                            coalesce(recheck_at <= :now, false) as recheck,
                            reconcile_due_at <= :now or exists (select from integration.webshop_reconcile r
                                where r.shop = w.id and r.ended_at is null) as reconcile
                        from integration.webshop w where id = :shop
                        """)
                .param("shop", shop)
                .param("now", time(Sql.micros(clock.instant())))
                .query((row, n) ->
                        new Due(row.getBoolean("orders"), row.getBoolean("recheck"), row.getBoolean("reconcile")))
                .optional()
                .orElse(new Due(false, false, false));
    }

    private void recheck(String shop) {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("update integration.webshop set recheck_at = null where id = :shop and recheck_at <= :now")
                    .param("shop", shop)
                    .param("now", time(Sql.micros(clock.instant())))
                    .update();
            items.markAll(shop);
        });
    }
}
