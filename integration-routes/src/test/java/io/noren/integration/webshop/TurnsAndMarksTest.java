package io.noren.integration.webshop;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.integration.webshop.ShopOrder.Line;
import io.noren.integration.webshop.ShopOrder.Status;
import io.noren.integration.webshop.WebshopItems.ChangedCell;
import io.noren.integration.webshop.WebshopItems.Told;
import io.noren.integration.webshop.WebshopItems.Waiting;
import io.noren.testing.HubTest;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
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
    OrderIntake intake;

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
                        values (:id, :id, '', 'any', 'WAITING', now(), now(), 1)
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

        items.told(shop, US, List.of(new Told(row(), BigDecimal.TEN)));

        assertThat(state()).isEqualTo("SENT");
        somethingChanges();
        assertThat(row().number()).isEqualByComparingTo("10");
    }

    @Test
    void whatChangedWhileItWasToldIsToldAgain() {
        theTurnIs(US);
        Waiting before = row();
        somethingChanges();

        items.told(shop, US, List.of(new Told(before, BigDecimal.TEN)));

        assertThat(state()).isEqualTo("WAITING");
        assertThat(row().wanted()).isEqualTo(before.wanted() + 1);
    }

    @Test
    void whoLostTheTurnCannotKnowWhichNumberCameLast() {
        theTurnIs(US);
        Waiting ours = row();
        theTurnIs(OTHERS);
        items.told(shop, OTHERS, List.of(new Told(row(), BigDecimal.ONE)));
        assertThat(state()).isEqualTo("SENT");
        somethingChanges();
        items.told(shop, OTHERS, List.of(new Told(row(), BigDecimal.valueOf(2))));

        items.told(shop, US, List.of(new Told(ours, BigDecimal.TEN)));

        assertThat(state()).as("the shop may have our number").isEqualTo("WAITING");
        assertThat(row().number()).isNull();
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

    @Test
    void oldNewsAndNoNewsEndHere() {
        Instant noon = Instant.parse("2026-11-24T12:00:00Z");

        assertThat(intake.take(shop, List.of(order(3, noon)))).isEqualTo(1);
        assertThat(intake.take(shop, List.of(order(3, noon.plusSeconds(9)))))
                .as("nothing new")
                .isZero();
        assertThat(intake.take(shop, List.of(order(5, noon.plusSeconds(20))))).isEqualTo(1);
        assertThat(intake.take(shop, List.of(order(4, noon.plusSeconds(10)))))
                .as("late")
                .isZero();
    }

    private static ShopOrder order(int quantity, Instant changed) {
        Line line = new Line("1", "ANY", null, BigDecimal.valueOf(quantity), BigDecimal.ZERO);
        return new ShopOrder("o-1", "1", Status.OPEN, changed, changed, List.of(line));
    }
}
