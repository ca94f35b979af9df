package io.noren.loyalty.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.loyalty.LoyaltyTest;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.recommendation.Preference.Source;
import io.noren.loyalty.recommendation.Town.Customer;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@LoyaltyTest
class PreferencesTest {
    @Autowired
    Town town;

    @Autowired
    Preferences preferences;

    @Test
    void whatWasSaidLastIsPreferredWithItsSourceAndDate() {
        UUID hanako = town.customer().id();
        Preference staff = preferences.put(hanako, "SIZE", List.of("L"), Source.STAFF);
        Preference member = preferences.put(hanako, "SIZE", List.of(" M ", "M", "S"), Source.MEMBER);
        preferences.put(hanako, "COLOUR", List.of("藍"), Source.DERIVED);

        assertThat(staff.source()).isEqualTo(Source.STAFF);
        assertThat(member.values()).containsExactly("M", "S");
        assertThat(member.at()).isAfter(staff.at());
        assertThat(preferences.of(hanako))
                .containsExactly(
                        new Preference(
                                "COLOUR",
                                List.of("藍"),
                                Source.DERIVED,
                                preferences.of(hanako).get(0).at()),
                        member);
    }

    @Test
    void saidAgainItStaysAsItWas() {
        UUID hanako = town.customer().id();
        Preference first = preferences.put(hanako, "SIZE", List.of("M"), Source.MEMBER);

        assertThat(preferences.put(hanako, "SIZE", List.of("M"), Source.MEMBER)).isEqualTo(first);
    }

    @Test
    void aProgramDoesNotOverruleWhatSomebodySaidNotEvenThatThereIsNothing() {
        UUID hanako = town.customer().id();
        preferences.put(hanako, "SIZE", List.of("L"), Source.DERIVED);
        preferences.put(hanako, "SIZE", List.of("XL"), Source.DERIVED);
        preferences.put(hanako, "SIZE", List.of(), Source.MEMBER);

        refused("PREFERENCE_STATED", () -> preferences.put(hanako, "SIZE", List.of("L"), Source.DERIVED));
        assertThat(preferences.of(hanako)).singleElement().satisfies(none -> {
            assertThat(none.values()).isEmpty();
            assertThat(none.source()).isEqualTo(Source.MEMBER);
        });

        preferences.forget(hanako, "SIZE");
        preferences.forget(hanako, "SIZE");
        assertThat(preferences.of(hanako)).isEmpty();
        preferences.put(hanako, "SIZE", List.of("L"), Source.DERIVED);
        assertThat(preferences.of(hanako)).hasSize(1);
    }

    @Test
    void whoAreTakenForOnePreferWhatOneOfThemSaidLastAndEachTheirOwnAfterwards() {
        Customer hanako = town.customer();
        Customer alsoHanako = town.customer();
        preferences.put(hanako.id(), "SIZE", List.of("M"), Source.DERIVED);
        preferences.put(alsoHanako.id(), "SIZE", List.of("L"), Source.MEMBER);
        preferences.put(hanako.id(), "COLOUR", List.of("RED"), Source.STAFF);
        UUID merge = town.areOne(hanako, alsoHanako);

        assertThat(preferences.of(alsoHanako.id()))
                .extracting(Preference::values)
                .containsExactly(List.of("RED"), List.of("L"));
        refused("PREFERENCE_STATED", () -> preferences.put(hanako.id(), "SIZE", List.of("S"), Source.DERIVED));

        town.areTwoAgain(merge);
        assertThat(preferences.of(hanako.id()))
                .extracting(Preference::values)
                .containsExactly(List.of("RED"), List.of("M"));
        assertThat(preferences.of(alsoHanako.id()))
                .extracting(Preference::values)
                .containsExactly(List.of("L"));
    }

    @Test
    void whatCannotBeAPreferenceIsRefused() {
        UUID hanako = town.customer().id();

        refused("UNREADABLE_PREFERENCE_KIND", () -> preferences.put(hanako, "size", List.of(), Source.MEMBER));
        refused("UNREADABLE_PREFERENCE_KIND", () -> preferences.put(hanako, "%", List.of(), Source.MEMBER));
        refused("UNREADABLE_PREFERENCE_KIND", () -> preferences.forget(hanako, ""));
        refused("PREFERENCE_VALUE_REQUIRED", () -> preferences.put(hanako, "SIZE", List.of(" "), Source.MEMBER));
        refused("TEXT_TOO_LONG", () -> preferences.put(hanako, "SIZE", List.of("x".repeat(101)), Source.MEMBER));
        refused("TEXT_UNREADABLE", () -> preferences.put(hanako, "SIZE", List.of("a\0b"), Source.MEMBER));
        refused("TOO_MANY_VALUES", () -> preferences.put(hanako, "SIZE", Collections.nCopies(21, "M"), Source.MEMBER));
        refused("UNKNOWN_MEMBER", () -> preferences.put(UUID.randomUUID(), "SIZE", List.of(), Source.MEMBER));
        assertThat(preferences.of(hanako)).isEmpty();
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
