package io.noren.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.noren.inventory.MovementResult.Outcome;
import io.noren.inventory.ReportedMovements.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Requests that report single movements at the same moment. */
class ReportedMovementsTest extends InventoryTest {

    @Autowired
    private ReportedMovements reported;

    @Autowired
    private StockAudit audit;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private PlatformTransactionManager transactions;

    private final List<String> announcedFor = new ArrayList<>();

    @Test
    void manyAtOneShelfAreEachRecordedOnceUnderTheirOwnNames() {
        String shirt = anyItem();
        String ginza = anyStore();

        Together.all(32, who -> {
            SecurityContextHolder.getContext()
                    .setAuthentication(new TestingAuthenticationToken("partner-" + who, null));
            try {
                for (int n = 0; n < 10; n++) {
                    Movement sale = movement(shirt + "-" + who + "-" + n, shirt, ginza, 1);
                    assertThat(reported.record(List.of(sale)))
                            .containsExactly(MovementResult.of(sale.id(), Outcome.RECORDED));
                    assertThat(reported.record(List.of(sale)))
                            .containsExactly(MovementResult.of(sale.id(), Outcome.DUPLICATE));
                }
            } finally {
                SecurityContextHolder.clearContext();
            }
            return who;
        });

        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("320");
        assertThat(level(shirt, ginza).version()).as("no hole").isEqualTo(320);
        assertThat(jdbc.sql("select movement_key, actor from inventory.stock_movement where sku = :sku")
                        .param("sku", shirt)
                        .query((row, n) -> tuple(row.getString(1), row.getString(2)))
                        .list())
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 320)
                        .mapToObj(n -> tuple(shirt + "-" + n / 10 + "-" + n % 10, "partner-" + n / 10))
                        .toList());
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void eachRequestOfAGroupGetsItsOwnResultsAndIsAnnouncedForItsOwnWriter() {
        String shirt = anyItem();
        String ginza = anyStore();
        Report first = report("a", movement("1-" + shirt, shirt, ginza, 5), movement("2-" + shirt, shirt, ginza, -1));
        Report again = report("b", movement("1-" + shirt, shirt, ginza, 5));
        Report other = report("c", movement("2-" + shirt, shirt, ginza, -2));
        Report nowhere = report("d", movement("3-" + shirt, shirt, "nowhere", -2));
        Report last = report("e", movement("4-" + shirt, shirt, ginza, -1));

        reported.together(List.of(first, again, other, nowhere, last));

        assertThat(outcomes(first)).containsExactly(Outcome.RECORDED, Outcome.RECORDED);
        assertThat(outcomes(again)).containsExactly(Outcome.DUPLICATE);
        assertThat(outcomes(other)).containsExactly(Outcome.CONFLICT);
        assertThat(outcomes(nowhere)).containsExactly(Outcome.REJECTED);
        assertThat(outcomes(last)).containsExactly(Outcome.RECORDED);
        assertThat(announcedFor).containsExactly("a", "a", "e");
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("3");
    }

    @Test
    void oneThatCannotBeWrittenDoesNotFailItsNeighbours() {
        String shirt = anyItem();
        String ginza = anyStore();
        // PostgreSQL knows no such character: the statement for all of them fails.
        List<Report> reports = List.of(
                report("a", movement("1-" + shirt, shirt, ginza, 1)),
                report("b\0", movement("2-" + shirt, shirt, ginza, 1)),
                report("c", movement("3-" + shirt, shirt, ginza, 1)));

        reported.together(reports);
        reports.forEach(report -> report.fail(new IllegalStateException("nothing has come of it"))); // as the lane does

        assertThat(outcomes(reports.get(0))).containsExactly(Outcome.RECORDED);
        assertThatThrownBy(() -> reports.get(1).results()).isInstanceOf(DataAccessException.class);
        assertThat(outcomes(reports.get(2))).containsExactly(Outcome.RECORDED);
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("2");
    }

    @Test
    void insideACallersTransactionAMovementStandsOrFallsWithIt() {
        String shirt = anyItem();
        String ginza = anyStore();

        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            reported.record(List.of(movement("undone-" + UUID.randomUUID(), shirt, ginza, 1)));
            status.setRollbackOnly();
        });

        assertThat(level(shirt, ginza).version()).isZero();
    }

    private Report report(String name, Movement... movements) {
        return new Report(List.of(movements), new Writer(name, announcement -> {
            announcedFor.add(name);
            announcement.run();
        }));
    }

    private static List<Outcome> outcomes(Report report) {
        return report.results().stream().map(MovementResult::result).toList();
    }
}
