package io.noren.inventory.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.noren.inventory.imports.StockImport.Format;
import io.noren.inventory.imports.StockImport.Mode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** However long the ledger is: a file of counts reads of it only what moved after a count. */
class CountsAndTheLedgerTest extends ImportTest {

    private final Instant noon = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(3_600);

    @Autowired
    private PlatformTransactionManager transactions;

    @Test
    void cellsThatHaveNotMovedSinceTheyWereCountedAreNotLookedUp() {
        String shirt = anyItem();
        String ginza = anyStore();
        moved("received", shirt, ginza, 10, noon.minusSeconds(600));
        done(HEADER.replace("\n", ",occurredAt\n") + shirt + "," + ginza + ",-1,sale," + noon.minusSeconds(300) + "\n");

        assertThat(looksIntoTheLedgerFor(counted(shirt, ginza, 7, noon))).isZero();
        assertThat(onHand(shirt, ginza)).isEqualByComparingTo("7");

        moved("sold", shirt, ginza, -2, noon.plusSeconds(120));
        assertThat(looksIntoTheLedgerFor(counted(shirt, ginza, 9, noon.plusSeconds(60))))
                .as("something was sold after it was counted")
                .isPositive();
        assertThat(onHand(shirt, ginza)).isEqualByComparingTo("7");

        assertThat(looksIntoTheLedgerFor(counted(shirt, ginza, 5, noon.plusSeconds(120))))
                .as("a sale at the moment of the count is in it")
                .isZero();
        assertThat(onHand(shirt, ginza)).isEqualByComparingTo("5");
    }

    private BigDecimal onHand(String sku, String location) {
        return jdbc.sql("select on_hand from inventory.stock_level where sku = :sku and location = :location")
                .param("sku", sku)
                .param("location", location)
                .query(BigDecimal.class)
                .single();
    }

    private static String counted(String sku, String location, long counted, Instant at) {
        return "sku,location,counted,countedAt\n" + sku + "," + location + "," + counted + "," + at + "\n";
    }

    private long looksIntoTheLedgerFor(String counts) {
        Long looks = new TransactionTemplate(transactions).execute(whole -> {
            long before = looks();
            done(send(Mode.COUNTS, Format.CSV, counts.getBytes(UTF_8), null));
            return looks() - before;
        });
        return looks == null ? -1 : looks;
    }

    /** Of this transaction so far. */
    private long looks() {
        return jdbc.sql("""
                select coalesce(sum(seq_scan + coalesce(idx_scan, 0)), 0) from pg_stat_xact_user_tables
                where schemaname = 'inventory' and relname like 'stock_movement%'
                """).query(Long.class).single();
    }
}
