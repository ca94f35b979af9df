package io.noren.inventory.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.noren.inventory.GeoPoint;
import io.noren.inventory.InventoryTest;
import io.noren.inventory.Location;
import io.noren.inventory.Refusal;
import io.noren.inventory.Together;
import io.noren.inventory.pickup.Contact;
import io.noren.inventory.pickup.NewPickup;
import io.noren.inventory.pickup.Payment;
import io.noren.inventory.pickup.PickupDesk;
import io.noren.inventory.routing.RoutingChoices.Question;
import io.noren.inventory.routing.RoutingPlan.Reason;
import io.noren.inventory.routing.RoutingPlan.Verdict;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;

/** A customer near Ginza; Ginza has two cups, Osaka ten. */
class RoutingTest extends InventoryTest {
    private static final GeoPoint HOME = new GeoPoint(35.67, 139.77);

    @Autowired
    private RoutingRulesBook rules;

    @Autowired
    private RoutingChoices choices;

    @Autowired
    private RoutingReplays replays;

    @Autowired
    private PickupDesk desk;

    private String cup = "";
    private String ginza = "";
    private String osaka = "";

    @BeforeEach
    void cupsInTwoStores() {
        cup = anyItem();
        ginza = storeAt(35.671, 139.765);
        osaka = storeAt(34.70, 135.49);
        stock(cup, ginza, 2);
        stock(cup, osaka, 10);
    }

    /** Other stories know of no rules. */
    @AfterEach
    void noRulesAreActive() {
        jdbc.sql("update inventory.routing_rules set state = 'RETIRED'").update();
    }

    @Test
    void ofTwoWhoHaveItTheNearerSendsItAndTheChoiceIsKeptWithItsReasons() {
        RoutingRulesBook.Version active = active("1", "0", "0", 1);

        RoutingChoice choice = choices.choose(question(2));

        assertThat(choice.rules()).isEqualTo(active.version());
        assertThat(choice.plan().parts()).containsExactly(new RoutingPlan.Part(ginza, Map.of(cup, new BigDecimal(2))));
        assertThat(of(choice, osaka).reason()).isEqualTo(Reason.COSTS_MORE);
        assertThat(of(choice, osaka).km()).isBetween(new BigDecimal(390), new BigDecimal(410));
        stock(cup, ginza, -2);
        assertThat(choices.find(id(choice))).contains(choice);
    }

    @Test
    void ordersThatALocationHasToPrepareCount() {
        active("1", "0", "500", 1);
        assertThat(chosen(choices.choose(question(1)))).containsExactly(ginza);
        desk.place(new NewPickup(
                "order-" + UUID.randomUUID(),
                "web",
                ginza,
                null,
                Contact.NONE,
                List.of(new NewPickup.Line("1", cup, BigDecimal.ONE, null)),
                null,
                Payment.PAID_ONLINE,
                null));

        RoutingChoice busy = choices.choose(question(1));

        assertThat(of(busy, ginza).openOrders()).isEqualTo(1);
        assertThat(chosen(busy)).containsExactly(osaka);
    }

    @Test
    void aDraftIsTriedOnWhatWasChosenBeforeAnybodySwitchesItOn() {
        Instant begin = clock.stop();
        RoutingRulesBook.Version active = active("1", "0", "0", 1);
        RoutingChoice small = choices.choose(question(1));
        clock.advance(Duration.ofSeconds(1));
        RoutingChoice large = choices.choose(question(8));
        clock.advance(Duration.ofSeconds(1));
        RoutingChoice tooLarge = choices.choose(question(11));
        Instant end = begin.plusSeconds(3);
        assertThat(chosen(small)).containsExactly(ginza);
        assertThat(chosen(large)).containsExactly(osaka);
        assertThat(chosen(tooLarge)).isEmpty();
        // What there is today must not matter.
        stock(cup, ginza, 100);
        RoutingRulesBook.Version draft = rules.draft(rules("0", "1", "0", 2));

        RoutingReplays.Replay replay = replays.replay(draft.version(), begin, end);

        assertThat(replay.choices()).isEqualTo(3);
        assertThat(replay.same()).isEqualTo(1);
        assertThat(replay.before().sent()).isEqualTo(2);
        assertThat(replay.before().split()).isZero();
        assertThat(replay.before().byLocation())
                .containsExactlyInAnyOrder(
                        new RoutingReplays.AtLocation(ginza, 1), new RoutingReplays.AtLocation(osaka, 1));
        assertThat(replay.after().sent()).isEqualTo(3);
        assertThat(replay.after().parcels()).isEqualTo(4);
        assertThat(replay.after().split()).isEqualTo(1);
        assertThat(replay.after().byLocation())
                .containsExactlyInAnyOrder(
                        new RoutingReplays.AtLocation(ginza, 1), new RoutingReplays.AtLocation(osaka, 3));
        assertThat(replay.after().km()).isGreaterThan(replay.before().km());
        assertThat(replay.differences())
                .extracting(RoutingReplays.Difference::choice)
                .containsExactly(id(small), id(tooLarge));
        assertThat(replays.replay(active.version(), begin, end))
                .as("by their own rules all are the same")
                .satisfies(same -> {
                    assertThat(same.same()).isEqualTo(3);
                    assertThat(same.after()).isEqualTo(same.before());
                });
        assertThat(rules.in(RoutingRulesBook.State.ACTIVE)).contains(active);
    }

    @Test
    void aTryByADraftKeepsNothing() {
        RoutingRulesBook.Version draft = rules.draft(rules("0", "1", "0", 1));
        long before = kept();

        RoutingChoice tried = choices.attempt(question(1), draft.version());

        assertThat(tried.id()).isNull();
        assertThat(chosen(tried)).containsExactly(osaka);
        assertThat(kept()).isEqualTo(before);
        assertRefused("NO_ACTIVE_RULES", () -> choices.choose(question(1)));
    }

    @Test
    void thereIsOneDraftAndOneActiveVersionHoweverManyWrite() {
        List<Long> versions = Together.all(
                6, who -> rules.draft(rules("1", "0", String.valueOf(who), 1)).version());

        assertThat(versions).doesNotHaveDuplicates();
        List<String> answers = Together.all(6, who -> {
            try {
                rules.activate(versions.get(who));
                return "active";
            } catch (Refusal refusal) {
                return refusal.code();
            }
        });
        assertThat(answers).containsOnlyOnce("active");
        assertThat(answers.stream().filter("RULES_RETIRED"::equals)).hasSize(5);
        assertThat(rules.in(RoutingRulesBook.State.DRAFT)).isEmpty();
        RoutingRulesBook.Version draft = rules.draft(rules("3", "0", "0", 1));
        assertThat(rules.draft(rules("3.0", "0", "0", 1))).as("said again").isEqualTo(draft);
    }

    @Test
    void theLastChoicesAreToldTheLatestFirstAndByTheRulesOfTheirTime() {
        clock.stop();
        clock.advance(Duration.ofDays(400)); // later than whatever was chosen in other stories
        active("1", "0", "0", 1);
        RoutingChoice first = choices.choose(question(1));
        clock.advance(Duration.ofSeconds(1));
        active("0", "1", "0", 1);
        RoutingChoice second = choices.choose(question(1));

        assertThat(choices.latest(2)).containsExactly(second, first);
        assertThat(choices.latest(1)).containsExactly(second);
    }

    @Test
    void rulesThatAreSwitchedOffRouteNothingAndNobodySwitchesOffThoseOfAnother() {
        RoutingRulesBook.Version old = active("1", "0", "0", 1);
        RoutingRulesBook.Version active = active("2", "0", "0", 1);
        RoutingRulesBook.Version draft = rules.draft(rules("3", "0", "0", 1));
        rules.deactivate(old.version());
        assertThat(rules.deactivate(draft.version())).isEqualTo(draft);
        assertThat(rules.in(RoutingRulesBook.State.ACTIVE)).contains(active);

        assertThat(rules.deactivate(active.version()).state()).isEqualTo(RoutingRulesBook.State.RETIRED);
        assertThat(rules.deactivate(active.version()).state()).isEqualTo(RoutingRulesBook.State.RETIRED);

        assertThat(choices.areOn()).isFalse();
        assertRefused("NO_ACTIVE_RULES", () -> choices.choose(question(1)));
        assertRefused("RULES_RETIRED", () -> rules.activate(active.version()));
        assertRefused("NO_SUCH_RULES", () -> rules.deactivate(-1));
    }

    @Test
    void whatWasChosenCannotBeRewritten() {
        active("1", "0", "0", 1);
        UUID id = id(choices.choose(question(1)));

        assertThatThrownBy(() -> jdbc.sql("update inventory.routing_choice set parts = '[]' where id = ?")
                        .param(id)
                        .update())
                .isInstanceOf(DataAccessException.class);
    }

    @Test
    void whatMakesNoSenseIsRefusedByName() {
        long version = active("1", "0", "0", 1).version();
        Instant now = clock.instant();

        assertRefused("BAD_WEIGHT", () -> rules.draft(rules("-1", "0", "0", 1)));
        assertRefused("BAD_WEIGHT", () -> rules.draft(rules("1E+999999999", "0", "0", 1)));
        assertRefused("BAD_SPLIT_LIMIT", () -> rules.draft(rules("1", "0", "0", 5)));
        assertRefused("NO_SUCH_RULES", () -> rules.activate(-1));
        assertRefused("NO_SUCH_RULES", () -> replays.replay(-1, now, now.plusSeconds(1)));
        assertRefused("BAD_PERIOD", () -> replays.replay(version, now, now));
        assertRefused("BAD_PERIOD", () -> replays.replay(version, now.minus(Duration.ofDays(93)), now));
        assertRefused("BAD_LINES", () -> choices.choose(new Question("web", Map.of(), HOME, null)));
        assertRefused(
                "BAD_QUANTITY", () -> choices.choose(new Question("web", Map.of(cup, BigDecimal.ZERO), HOME, null)));
        assertRefused(
                "BAD_REFERENCE", () -> choices.choose(new Question("web", Map.of(cup, BigDecimal.ONE), HOME, " ")));
    }

    private RoutingRulesBook.Version active(String distance, String stock, String load, int splitLimit) {
        return rules.activate(
                rules.draft(rules(distance, stock, load, splitLimit)).version());
    }

    private static RoutingRules rules(String distance, String stock, String load, int splitLimit) {
        return new RoutingRules(new BigDecimal(distance), new BigDecimal(stock), new BigDecimal(load), splitLimit);
    }

    private Question question(int cups) {
        return new Question("web", Map.of(cup, BigDecimal.valueOf(cups)), HOME, null);
    }

    private static UUID id(RoutingChoice choice) {
        return Objects.requireNonNull(choice.id());
    }

    private static List<String> chosen(RoutingChoice choice) {
        return choice.plan().parts().stream().map(RoutingPlan.Part::location).toList();
    }

    private static Verdict of(RoutingChoice choice, String location) {
        return choice.plan().verdicts().stream()
                .filter(verdict -> verdict.location().equals(location))
                .findFirst()
                .orElseThrow();
    }

    private long kept() {
        return jdbc.sql("select count(*) from inventory.routing_choice")
                .query(Long.class)
                .single();
    }

    private String storeAt(double latitude, double longitude) {
        String id = "store-" + UUID.randomUUID();
        locations.put(new Location(
                id,
                null,
                "Any store",
                Location.Kind.STORE,
                ZoneId.of("Asia/Tokyo"),
                null,
                true,
                new GeoPoint(latitude, longitude),
                List.of("1")));
        return id;
    }

    private static void assertRefused(String code, Runnable work) {
        assertThatThrownBy(work::run)
                .asInstanceOf(type(Refusal.class))
                .extracting(Refusal::code)
                .isEqualTo(code);
    }
}
