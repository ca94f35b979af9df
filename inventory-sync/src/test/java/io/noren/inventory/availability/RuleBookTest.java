package io.noren.inventory.availability;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.inventory.availability.AvailabilityRule.Buffer;
import io.noren.inventory.availability.AvailabilityRule.Scope;
import io.noren.inventory.availability.AvailabilityRule.StaleFeed;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rule counts. The order is documented in docs/availability.md; this pins it. */
class RuleBookTest {

    /** From the most specific to the least: each beats all below it. */
    private static final List<Scope> IN_ORDER = List.of(
            new Scope("web", "tokyo", null, "shirt"),
            new Scope(null, "tokyo", null, "shirt"),
            new Scope("web", null, null, "shirt"),
            new Scope(null, null, null, "shirt"),
            new Scope("web", "tokyo", "tops", null),
            new Scope(null, "tokyo", "tops", null),
            new Scope("web", null, "tops", null),
            new Scope(null, null, "tops", null),
            new Scope("web", "tokyo", null, null),
            new Scope(null, "tokyo", null, null),
            new Scope("web", null, null, null),
            new Scope(null, null, null, null));

    @Test
    void theMoreSpecificRuleWinsWhateverOrderTheyAreReadIn() {
        for (int first = 0; first < IN_ORDER.size(); first++) {
            List<AvailabilityRule> rules = new ArrayList<>();
            for (int i = first; i < IN_ORDER.size(); i++) {
                // The ids go the other way, so that they cannot be what decides.
                rules.add(keeping("rule-" + (90 - i), IN_ORDER.get(i), i));
            }
            Collections.shuffle(rules, new Random(first));
            assertThat(book(rules).forItem("web", "shirt", "tops").at("ginza").safetyStock())
                    .as("beginning with %s", IN_ORDER.get(first))
                    .isEqualByComparingTo(BigDecimal.valueOf(first));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "shop,  ginza, shirt, tops,   the channel is another",
        "web,   kobe,  shirt, tops,   the location is in no such group",
        "web,   ginza, socks, tops,   the item is another",
    })
    void aRuleIsNotAppliedWhereOnePartOfItsScopeDoesNotFit(
            String channel, String location, String sku, String category, String because) {
        RuleBook book = book(List.of(keeping("r", new Scope("web", "tokyo", null, "shirt"), 5)));
        assertThat(book.forItem(channel, sku, category).at(location).safetyStock())
                .as(because)
                .isZero();
        assertThat(book.forItem("web", "shirt", null).at("ginza").safetyStock()).isEqualByComparingTo("5");
    }

    @Test
    void eachPropertyComesFromTheMostSpecificRuleThatSaysSomethingAboutIt() {
        RuleBook book = book(List.of(
                new AvailabilityRule(
                        "all",
                        IN_ORDER.get(11),
                        BigDecimal.ONE,
                        new Buffer(BigDecimal.ONE, null),
                        BigDecimal.TEN,
                        true,
                        false,
                        new StaleFeed(Duration.ofMinutes(5), null, List.of(BigDecimal.ONE), null)),
                new AvailabilityRule(
                        "shirt",
                        IN_ORDER.get(3),
                        null,
                        new Buffer(null, new BigDecimal("0.1")),
                        null,
                        false,
                        null,
                        new StaleFeed(null, new Buffer(BigDecimal.TEN, null), null, false))));

        Terms terms = book.forItem("web", "shirt", "tops").at("ginza");

        assertThat(terms)
                .isEqualTo(new Terms(
                        BigDecimal.ONE,
                        new Buffer(null, new BigDecimal("0.1")),
                        BigDecimal.TEN,
                        false,
                        false,
                        Duration.ofMinutes(5),
                        new Buffer(BigDecimal.TEN, null),
                        List.of(BigDecimal.ONE),
                        false));
    }

    @Test
    void ofTwoGroupsOfALocationTheRuleWithTheLowerIdCounts() {
        RuleBook book = book(List.of(
                keeping("b", new Scope(null, "flagships", null, null), 9),
                keeping("a", new Scope(null, "tokyo", null, null), 4)));
        assertThat(book.forItem("web", "shirt", null).at("ginza").safetyStock()).isEqualByComparingTo("4");
    }

    @Test
    void withoutAnyRuleEverythingIsForSaleAndNoStoreIsEverTooSilent() {
        assertThat(new RuleBook(List.of(), Map.of(), null)
                        .forItem("web", "shirt", "tops")
                        .at("ginza"))
                .isEqualTo(new Terms(BigDecimal.ZERO, null, BigDecimal.ZERO, true, true, null, null, List.of(), true));
        assertThat(new RuleBook(List.of(), Map.of(), Duration.ofHours(1))
                        .forItem("web", "shirt", "tops")
                        .at("ginza")
                        .staleAfter())
                .as("the setting counts where no rule says")
                .isEqualTo(Duration.ofHours(1));
    }

    private static RuleBook book(List<AvailabilityRule> rules) {
        return new RuleBook(rules, Map.of("ginza", Set.of("tokyo", "flagships")), null);
    }

    private static AvailabilityRule keeping(String id, Scope scope, long safetyStock) {
        return new AvailabilityRule(id, scope, BigDecimal.valueOf(safetyStock), null, null, null, null, null);
    }
}
