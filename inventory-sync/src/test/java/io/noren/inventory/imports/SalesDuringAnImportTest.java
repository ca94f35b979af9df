package io.noren.inventory.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.inventory.StockAudit;
import io.noren.inventory.imports.StockImport.Format;
import io.noren.inventory.imports.StockImport.Mode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A file waits for the sale that has its cell, and reads what that sale left: its row lies elsewhere then. */
class SalesDuringAnImportTest extends ImportTest {

    private final Instant noon = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(3_600);

    @Autowired
    private StockAudit audit;

    @Autowired
    private PlatformTransactionManager transactions;

    @ParameterizedTest
    @CsvSource({
        "MOVEMENTS, 'sku,location,delta,reason,occurredAt\n%s,%s,5,received,%s\n', 12",
        // Three are sold after they were counted.
        "COUNTS, 'sku,location,counted,countedAt\n%s,%s,20,%s\n', 17"
    })
    void neitherIsLost(Mode mode, String file, long left) throws Exception {
        String shirt = anyItem();
        String ginza = anyStore();
        moved("received", shirt, ginza, 10, noon.minusSeconds(600));
        UUID id = send(mode, Format.CSV, file.formatted(shirt, ginza, noon).getBytes(UTF_8), null);

        CompletableFuture<Void> importing = new TransactionTemplate(transactions).execute(sale -> {
            moved("sold", shirt, ginza, -3, noon.plusSeconds(600));
            CompletableFuture<Void> worked = CompletableFuture.runAsync(() -> worker().work());
            await("the file waits for the sale").until(this::somebodyWaits);
            return worked;
        });
        importing.get(1, TimeUnit.MINUTES);

        assertThat(imports.find(id).orElseThrow().recorded()).isEqualTo(1);
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo(String.valueOf(left));
        assertThat(audit.check().differences()).isEmpty();
    }

    private boolean somebodyWaits() {
        return jdbc.sql("""
                select exists (select from pg_stat_activity
                    where wait_event_type = 'Lock' and datname = current_database())
                """).query(Boolean.class).single();
    }
}
