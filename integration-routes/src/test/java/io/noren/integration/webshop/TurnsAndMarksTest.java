package io.noren.integration.webshop;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.integration.webshop.ShopTurns.Turn;
import io.noren.integration.webshop.ToldNumbers.Told;
import io.noren.integration.webshop.WebshopItems.ChangedCell;
import io.noren.integration.webshop.WebshopItems.Waiting;
import io.noren.testing.HubTest;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What holds between the copies of the application, looked at in the tables; the shop itself is not called. */
@HubTest
class TurnsAndMarksTest {
    private static final UUID US = UUID.randomUUID();
    private static final UUID OTHERS = UUID.randomUUID();

    private final String shop = "turns-" + UUID.randomUUID();

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Webshops shops;

    @Autowired
    WebshopItems items;

    @Autowired
    ToldNumbers told;

    @BeforeEach
    void aShopThatNobodyCalls() {
        jdbc.sql("""
                        insert into integration.webshop (id, name, system, url, channel, mode, places, options, credentials,
                            active, orders_every, reconcile_every, connected_at, changed_at, orders_from, orders_due_at,
                            reconcile_due_at)
                        values (:id, 'any', 'medusa', 'http://localhost', 'web', 'CHANNEL', '{}', '{}', '{}', false, 1000,
                            1000, now(), now(), now(), now(), now())
                        """).param("id", shop).update();
        jdbc.sql("""
                        insert into integration.webshop_item (shop, sku, location, external_id, state, marked_at, due_at,
                            seen_in)
                        values (:id, :id, '', 'any', 'WAITING', now(), now(), 0)
                        """).param("id", shop).update();
    }

    @AfterEach
    void isForgotten() {
        jdbc.sql("delete from integration.webshop where id = :id")
                .param("id", shop)
                .update();
    }

    private void theTurnIs(UUID whose) {
        jdbc.sql(
                        "update integration.webshop set leased_by = :whose, leased_until = now() + interval '1 min' where id = :id")
                .param("whose", whose)
                .param("id", shop)
                .update();
    }

    private Turn turnOf(UUID whose) {
        return new Turn(whose, shops.find(shop).orElseThrow().value(), 1, 0, null, null);
    }

    private Waiting row() {
        return items.waiting(shop, 10).get(0);
    }

    private String state() {
        return jdbc.sql("select state from integration.webshop_item where shop = :id")
                .param("id", shop)
                .query(String.class)
                .single();
    }

    private void somethingChanges() {
        items.mark(List.of(new ChangedCell(shop, "ginza"), new ChangedCell(shop, "kobe")));
    }

    @Test
    void whatWasToldIsDone() {
        theTurnIs(US);

        told.told(turnOf(US), List.of(new Told(row(), BigDecimal.TEN)));

        assertThat(state()).isEqualTo("SENT");
        somethingChanges();
        assertThat(row().number()).isEqualByComparingTo("10");
    }

    @Test
    void whatChangedWhileItWasToldIsToldAgain() {
        theTurnIs(US);
        Waiting before = row();
        somethingChanges();

        told.told(turnOf(US), List.of(new Told(before, BigDecimal.TEN)));

        assertThat(state()).isEqualTo("WAITING");
        assertThat(row().wanted()).isEqualTo(before.wanted() + 1);
    }

    @Test
    void whoLostTheTurnCannotKnowWhichNumberCameLast() {
        theTurnIs(US);
        Waiting ours = row();
        theTurnIs(OTHERS);
        told.told(turnOf(OTHERS), List.of(new Told(row(), BigDecimal.ONE)));
        assertThat(state()).isEqualTo("SENT");
        somethingChanges();
        told.told(turnOf(OTHERS), List.of(new Told(row(), BigDecimal.valueOf(2))));

        told.told(turnOf(US), List.of(new Told(ours, BigDecimal.TEN)));

        assertThat(state()).as("the shop may have our number").isEqualTo("WAITING");
        assertThat(row().number()).isNull();
    }

    @Test
    void whatIsOnItsWayIsNotSureThoughWeDieBeforeTheAnswer() {
        theTurnIs(US);
        told.told(turnOf(US), List.of(new Told(row(), BigDecimal.TEN)));
        somethingChanges();
        assertThat(row().number()).isEqualByComparingTo("10");

        assertThat(told.underWay(turnOf(US), List.of(row()))).isTrue();

        assertThat(row().number()).as("it may have arrived").isNull();
        theTurnIs(OTHERS);
        assertThat(told.underWay(turnOf(US), List.of(row())))
                .as("nothing is sent once the turn is lost")
                .isFalse();
    }

    @Test
    void whatTheShopChangedItselfWhileItWasToldIsToldAgain() {
        theTurnIs(US);
        Waiting before = row();
        items.distrust(shop, List.of(shop));

        told.told(turnOf(US), List.of(new Told(before, BigDecimal.TEN)));

        assertThat(state()).isEqualTo("WAITING");
        assertThat(row().number()).isNull();
        told.told(turnOf(US), List.of(new Told(row(), BigDecimal.ONE)));
        assertThat(state()).isEqualTo("SENT");
    }

    @Test
    void aRefusalThatCameAfterTheTurnWasLostSetsNothingApart() {
        theTurnIs(US);
        Waiting ours = row();
        theTurnIs(OTHERS);
        told.told(turnOf(OTHERS), List.of(new Told(row(), BigDecimal.ONE)));

        told.refused(turnOf(US), ours, "no");

        assertThat(state()).isEqualTo("SENT");
    }

    @Test
    void aFailureAfterTheTurnWasLostHasTheNumberToldOnceMore() {
        theTurnIs(US);
        Waiting ours = row();
        theTurnIs(OTHERS);
        told.told(turnOf(OTHERS), List.of(new Told(row(), BigDecimal.ONE)));

        told.failed(turnOf(US), List.of(ours), "500, but who knows what it did");

        assertThat(state()).isEqualTo("WAITING");
    }

    @Test
    void whatChangedDuringItsLastTryIsTriedAgain() {
        theTurnIs(US);
        Waiting before = row();
        for (int n = 1; n < 8; n++) {
            told.failed(turnOf(US), List.of(before), "500");
        }
        somethingChanges();

        told.failed(turnOf(US), List.of(before), "500");

        assertThat(state()).isEqualTo("WAITING");
    }

    @Test
    void theLostTurnsSuccessIsNotTheOthers() {
        jdbc.sql("update integration.webshop set active = true, retry_at = now() + interval '1 h' where id = :id")
                .param("id", shop)
                .update();
        ShopTurns here = new ShopTurns(jdbc, Clock.offset(Clock.systemUTC(), Duration.ofHours(2)), shops);
        ShopTurns there = new ShopTurns(jdbc, Clock.offset(Clock.systemUTC(), Duration.ofHours(3)), shops);
        Turn lost = here.begin(shop).orElseThrow();
        Turn taken = there.begin(shop).orElseThrow();
        there.failed(taken, ShopTrouble.fails("it does not work"));

        here.succeeded(lost);

        assertThat(jdbc.sql("select last_error from integration.webshop where id = :id")
                        .param("id", shop)
                        .query(String.class)
                        .single())
                .isEqualTo("it does not work");
    }

    @Test
    void marksFromAllSidesDoNotLockCrosswise() {
        // The last one lies first on the disk.
        jdbc.sql("""
                        insert into integration.webshop_item (shop, sku, location, external_id, state, marked_at, due_at,
                            seen_in)
                        select :id, :id || to_char(n, '0000'), '', 'any', 'WAITING', now(), now(), 0
                        from generate_series(2000, 1, -1) n
                        """).param("id", shop).update();
        List<String> skus = jdbc.sql("select sku from integration.webshop_item where shop = :id order by sku")
                .param("id", shop)
                .query(String.class)
                .list();
        List<ChangedCell> cells =
                skus.stream().map(sku -> new ChangedCell(sku, "ginza")).toList();
        theTurnIs(US);
        List<Waiting> rows = items.waiting(shop, 3_000);

        List<CompletableFuture<Void>> all = Stream.<Runnable>of(
                        () -> items.mark(cells),
                        () -> items.markAll(shop),
                        () -> items.distrust(shop, skus),
                        () -> told.failed(turnOf(US), rows, "500"),
                        () -> items.retry(shop, null))
                .map(one -> CompletableFuture.runAsync(() -> {
                    for (int n = 0; n < 15; n++) {
                        one.run();
                    }
                }))
                .toList();

        assertThat(all).allSatisfy(each -> assertThat(each).succeedsWithin(Duration.ofMinutes(2)));
    }

    @Test
    void aHundredChangesAreOneRow() {
        for (int n = 0; n < 100; n++) {
            somethingChanges();
        }

        assertThat(items.waiting(shop, 1_000)).hasSize(1);
    }

    @Test
    void onlyOneCopyHasTheTurn() {
        jdbc.sql("update integration.webshop set active = true, retry_at = now() + interval '1 h' where id = :id")
                .param("id", shop)
                .update();
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(2));
        ShopTurns here = new ShopTurns(jdbc, later, shops);
        ShopTurns there = new ShopTurns(jdbc, later, shops);

        var turn = here.begin(shop);
        assertThat(turn).isPresent();
        assertThat(there.begin(shop)).isEmpty();
        assertThat(here.goOn(turn.get())).isTrue();
        here.end(turn.get(), 7);

        var next = there.begin(shop);
        assertThat(next).isPresent();
        assertThat(next.get().requestsLeft()).as("the rate limit goes along").isEqualTo(7);
        assertThat(here.goOn(turn.get())).isFalse();
    }
}
