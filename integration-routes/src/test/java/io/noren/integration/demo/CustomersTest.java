package io.noren.integration.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.integration.demo.Customers.Visit;
import io.noren.integration.demo.TillTransaction.Kind;
import io.noren.integration.demo.TillTransaction.Line;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CustomersTest {
    private final List<Visit> visits = visits(new Customers(Catalogue.products(), new Random(1)));

    @Test
    void theSameSeedBringsTheSameCustomers() {
        assertThat(visits(new Customers(Catalogue.products(), new Random(1)))).isEqualTo(visits);
        assertThat(visits(new Customers(Catalogue.products(), new Random(2)))).isNotEqualTo(visits);
    }

    @Test
    void aThirdShowTheirCardAndItIsAMembers() {
        List<String> cards = People.all().stream().map(People.Person::card).toList();
        List<Visit> withCard =
                visits.stream().filter(visit -> visit.card() != null).toList();
        assertThat(withCard.size()).isBetween(300, 400);
        assertThat(withCard).allMatch(visit -> cards.contains(visit.card()));
    }

    @Test
    void nearlyEverythingThatCanHappenAtATillHappensInAThousandVisits() {
        assertThat(lines().anyMatch(line -> line.kind() == Kind.RETURNED)).isTrue();
        assertThat(lines().anyMatch(line -> line.kind() == Kind.VOIDED)).isTrue();
        assertThat(lines().anyMatch(line ->
                        line.unit().equals("KG") && line.quantity().scale() > 0))
                .isTrue();
        assertThat(visits.stream().anyMatch(Visit::reportedTwice)).isTrue();
    }

    @Test
    void anItemThatNobodyEnteredComesEarlyAndThenRarely() {
        String unknown = Customers.NOT_ENTERED_YET.gtin();
        assertThat(Catalogue.products()).extracting(Product::gtin).doesNotContain(unknown);
        assertThat(IntStream.range(0, visits.size())
                        .filter(visit -> visits.get(visit).lines().stream()
                                .anyMatch(line -> line.gtin().equals(unknown)))
                        .boxed())
                .containsExactly(7, 507);
    }

    @Test
    void aVoidTakesBackAnEarlierLineOfTheSameVisitAndLeavesSomethingToPay() {
        for (Visit visit : visits) {
            List<Line> lines = visit.lines();
            assertThat(lines)
                    .extracting(Line::number)
                    .isEqualTo(IntStream.rangeClosed(1, lines.size()).boxed().toList());
            for (Line line : lines) {
                if (line.kind() == Kind.VOIDED) {
                    Line voided = lines.get(line.voids() - 1);
                    assertThat(voided.number()).isLessThan(line.number());
                    assertThat(voided.voidedBy(line.number())).isEqualTo(line);
                }
            }
            long net = lines.stream().filter(line -> line.kind() != Kind.VOIDED).count()
                    - lines.stream().filter(line -> line.kind() == Kind.VOIDED).count();
            assertThat(net).isPositive();
        }
    }

    private Stream<Line> lines() {
        return visits.stream().flatMap(visit -> visit.lines().stream());
    }

    private static List<Visit> visits(Customers customers) {
        return Stream.generate(customers::next).limit(1_000).toList();
    }
}
