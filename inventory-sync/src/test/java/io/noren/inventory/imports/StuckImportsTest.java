package io.noren.inventory.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.inventory.Refusal;
import io.noren.inventory.imports.StockImport.State;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An import that cannot be done is nobody else's trouble, and is not forgotten. */
class StuckImportsTest extends ImportTest {

    private String shirt = "";
    private String hat = "";
    private String ginza = "";

    /** Whoever stages a shirt stumbles. */
    @BeforeEach
    void breakShirts() {
        shirt = anyItem();
        hat = anyItem();
        ginza = anyStore();
        jdbc.sql("""
                create or replace function public.story_stumble() returns trigger language plpgsql as $$
                begin
                    raise exception 'stumbled on purpose' using detail = 'not to be told';
                end $$
                """).update();
        jdbc.sql(
                        "create trigger story_stumble before insert on inventory.staged_movement for each row when (new.sku = '"
                                + shirt + "') execute function public.story_stumble()")
                .update();
    }

    @AfterEach
    void mend() {
        jdbc.sql("drop trigger if exists story_stumble on inventory.staged_movement")
                .update();
    }

    @Test
    void anImportThatFailsLetsTheOthersGoBeforeAndSaysWhy() {
        UUID stuck = send(file(shirt));
        UUID next = send(file(hat));

        worker().work();

        assertThat(found(next).state()).isEqualTo(State.COMPLETED);
        StockImport waiting = found(stuck);
        assertThat(waiting.state()).isEqualTo(State.RUNNING);
        assertThat(waiting.trouble().tries()).isEqualTo(1);
        assertThat(waiting.trouble().nextTryAt()).isAfter(clock.instant());
        assertThat(waiting.trouble().lastFailure())
                .contains("stumbled on purpose")
                .doesNotContain("not to be told");

        mend();
        clock.advance(Duration.ofSeconds(3));
        worker().work();
        assertThat(found(stuck).state()).isEqualTo(State.COMPLETED);
        assertThat(found(stuck).trouble().lastFailure()).isNull();
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("5");
    }

    @Test
    void afterItsLastTryItWaitsForAPersonAndIsDoneOnce() {
        UUID stuck = send(file(shirt));
        failForGood();

        StockImport aside = found(stuck);
        assertThat(aside.state()).isEqualTo(State.FAILED);
        assertThat(aside.code()).isEqualTo("CANNOT_BE_DONE");
        assertThat(aside.detail()).contains("8 times").contains("stumbled on purpose");
        assertThat(aside.trouble().setAside()).isTrue();
        assertThat(send(file(shirt)))
                .as("sent again it is still the same import")
                .isEqualTo(stuck);

        mend();
        assertThat(imports.retry(stuck).state()).isEqualTo(State.RUNNING);
        assertThat(done(stuck).state()).isEqualTo(State.COMPLETED);
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("5");
        assertThatThrownBy(() -> imports.retry(stuck))
                .isInstanceOf(Refusal.class)
                .extracting("code")
                .isEqualTo("IMPORT_NOT_WAITING");
        assertThatThrownBy(() -> imports.drop(stuck, "hanako"))
                .isInstanceOf(Refusal.class)
                .extracting("code")
                .isEqualTo("IMPORT_NOT_WAITING");
    }

    @Test
    void oneThatIsDroppedIsNeverDoneAndItsFileMayBeSentAnew() {
        UUID stuck = send(file(shirt));
        failForGood();

        StockImport dropped = imports.drop(stuck, "hanako");

        assertThat(dropped.code()).isEqualTo("IMPORT_DROPPED");
        assertThat(dropped.detail()).contains("hanako").contains("Nothing of it is recorded");
        assertThat(dropped.trouble().setAside()).isFalse();
        assertThat(jdbc.sql("select count(*) from inventory.stock_import_part where import = :id")
                        .param("id", stuck)
                        .query(Long.class)
                        .single())
                .isZero();
        assertThatThrownBy(() -> imports.retry(stuck)).isInstanceOf(Refusal.class);
        mend();
        UUID anew = send(file(shirt));
        assertThat(anew).isNotEqualTo(stuck);
        assertThat(done(anew).state()).isEqualTo(State.COMPLETED);
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("5");
    }

    @Test
    void whoWentSilentFindsOutAlthoughAnotherImportIsWorkedOnNow() throws IOException {
        UUID stuck = send(file(shirt));
        worker().work();
        send(file(hat));
        ImportWorker silent = worker();
        UUID name = UUID.randomUUID();
        StockImport taken = progress.take(name).orElseThrow();
        assertThat(taken.id()).isNotEqualTo(stuck);

        try (ImportRun run = silent.run(taken, name)) {
            silent.step(run);
            clock.advance(LEASE.plusSeconds(1));
            UUID heir = UUID.randomUUID();
            assertThat(progress.take(heir).map(StockImport::id))
                    .as("the older one, whose pause is over")
                    .contains(stuck);
            assertThatThrownBy(() -> silent.step(run)).isInstanceOf(ImportProgress.LeaseLost.class);
            assertThat(progress.take(UUID.randomUUID()))
                    .as("one is worked on at a time")
                    .isEmpty();
            progress.letGo(stuck, heir, null);
        }
        mend();
    }

    @Test
    void anImportThatTakesTheApplicationWithItEachTimeIsSetAsideToo() {
        UUID deadly = send(file(hat));
        for (int crash = 0; crash < ImportWorker.TRIES; crash++) {
            assertThat(progress.take(UUID.randomUUID())).isPresent();
            clock.advance(LEASE.plusSeconds(1));
        }

        worker().work();

        assertThat(found(deadly).trouble().setAside()).isTrue();
        assertThat(found(deadly).detail()).contains("The application ended");
        imports.drop(deadly, "hanako");
    }

    private void failForGood() {
        for (int attempt = 0; attempt < ImportWorker.TRIES; attempt++) {
            worker().work();
            clock.advance(Duration.ofMinutes(1));
        }
    }

    private String file(String sku) {
        return HEADER + sku + "," + ginza + ",5,received\n";
    }

    private StockImport found(UUID id) {
        return imports.find(id).orElseThrow();
    }
}
