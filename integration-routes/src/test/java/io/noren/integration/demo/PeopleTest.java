package io.noren.integration.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.integration.demo.People.Person;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeopleTest {
    private final List<Person> people = People.all();

    @Test
    void twoThousandPeopleShareNoCardPhoneOrAddress() {
        assertThat(people).hasSize(2_000);
        assertThat(people).extracting(Person::card).doesNotHaveDuplicates();
        assertThat(people).extracting(Person::phone).doesNotHaveDuplicates();
        assertThat(people).extracting(Person::email).doesNotHaveDuplicates();
    }

    @Test
    void readingsAreKatakanaOnly() {
        assertThat(people).allSatisfy(person -> {
            assertThat(person.familyKana()).matches("[ァ-ヶー]+");
            assertThat(person.givenKana()).matches("[ァ-ヶー]+");
        });
    }

    @Test
    void someShareTheirFullNameAsInEveryStore() {
        long names = people.stream()
                .map(person -> person.familyKana() + person.givenKana())
                .distinct()
                .count();
        assertThat(names).isBetween(1_000L, 1_999L);
    }

    @Test
    void nobodyReal() {
        assertThat(people).allSatisfy(person -> {
            assertThat(person.phone()).matches("090-0000-\\d{4}");
            assertThat(person.email()).matches("[^@]+@example\\.(jp|com)");
            assertThat(person.card()).startsWith("2952").hasSize(13);
        });
    }

    @Test
    void theSamePeopleEachTime() {
        assertThat(People.all()).isEqualTo(people);
    }
}
