package io.noren.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What was in the books of an older release is in those of this one. */
class LedgerMigrationTest {

    private final String database = "older_" + UUID.randomUUID().toString().replace("-", "");
    private final JdbcClient server = JdbcClient.create(new DriverManagerDataSource(TestDatabase.url()));
    private JdbcClient jdbc = server;
    private String url = "";

    @BeforeEach
    void aDatabaseOfAnOlderRelease() {
        server.sql("create database " + database).update();
        url = TestDatabase.url().replaceFirst("/[^/?]+\\?", "/" + database + "?");
        jdbc = JdbcClient.create(new DriverManagerDataSource(url));
        migrate("20261122.204");
    }

    @AfterEach
    void dropIt() {
        server.sql("drop database " + database + " with (force)").update();
    }

    @Test
    void whatWasCommittedBeforeIsCarriedOverByMovements() {
        jdbc.sql("""
                insert into inventory.item (sku, name_en, unit, stocked, changed_at)
                values ('SHIRT', 'Shirt', 'EACH', true, now());
                insert into inventory.location (id, name, kind, zone, pickup_enabled, tills, changed_at)
                values ('ginza', 'Ginza', 'STORE', 'Asia/Tokyo', true, '{}', now());
                insert into inventory.stock_movement (movement_key, sku, location, sequence, quantity_name, delta,
                    on_hand_after, reserved_after, reason, actor, occurred_at, received_at, recorded_at, feed_tx)
                values ('a', 'SHIRT', 'ginza', 1, 'ON_HAND', 9, 9, 0, 'RECEIVED', 't', now(), now(), now(), '5'),
                    ('b', 'SHIRT', 'ginza', 2, 'RESERVED', 6, 9, 6, 'RESERVATION_CREATED', 't', now(), now(), now(), '6');
                insert into inventory.stock_level (sku, location, on_hand, reserved, sequence, feed_tx)
                values ('SHIRT', 'ginza', 9, 6, 2, '6');
                insert into inventory.reservation (id, owner, channel, state, expires_at, created_at)
                values ('00000000-0000-0000-0000-000000000001', 'o', 'web', 'COMMITTED', null, now()),
                    ('00000000-0000-0000-0000-000000000002', 'p', 'web', 'HELD', now(), now());
                insert into inventory.reservation_line
                    (reservation, line, owner, sku, location, quantity, state, expires_at)
                values ('00000000-0000-0000-0000-000000000001', '1', 'o', 'SHIRT', 'ginza', 3, 'COMMITTED', null),
                    ('00000000-0000-0000-0000-000000000001', '2', 'o', 'SHIRT', 'ginza', 1, 'COMMITTED', null),
                    ('00000000-0000-0000-0000-000000000002', '1', 'p', 'SHIRT', 'ginza', 2, 'HELD', now())
                """).update();

        migrate("latest");

        assertThat(jdbc.sql("""
                        select quantity_name, delta, on_hand_after, reserved_after, committed_after
                        from inventory.stock_movement where sequence > 2 order by sequence
                        """)
                        .query((row, index) -> tuple(
                                row.getString(1),
                                number(row.getBigDecimal(2)),
                                number(row.getBigDecimal(3)),
                                number(row.getBigDecimal(4)),
                                number(row.getBigDecimal(5))))
                        .list())
                .containsExactly(tuple("COMMITTED", 4, 9, 6, 4), tuple("RESERVED", -4, 9, 2, 4));
        assertThat(new StockAudit(jdbc, new TestClock()).check().differences()).isEmpty();
    }

    private static int number(BigDecimal quantity) {
        return quantity.intValueExact();
    }

    private void migrate(String target) {
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("classpath:db/migration/inventory")
                .target(target)
                .load()
                .migrate();
    }
}
