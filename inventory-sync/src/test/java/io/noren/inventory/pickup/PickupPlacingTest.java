package io.noren.inventory.pickup;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.inventory.InventoryTest;
import io.noren.inventory.Money;
import io.noren.inventory.Refusal;
import io.noren.inventory.StockAudit;
import io.noren.inventory.Together;
import io.noren.inventory.pickup.handover.HandoverCodes;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

/** Orders that come at the same moment are taken together, and each is answered as if it had been alone. */
class PickupPlacingTest extends InventoryTest {
    private static final int SHOPS = 12;
    private static final int ORDERS = 8;

    @Autowired
    private PickupDesk desk;

    @Autowired
    private HandoverCodes codes;

    @Autowired
    private StockAudit audit;

    private String ginza = "";
    private String shirt = "";

    @BeforeEach
    void manyShirtsInGinza() {
        ginza = anyStore();
        shirt = anyItem();
        stock(shirt, ginza, 1_000);
    }

    /** @param refused the code; null if it was placed */
    private record Answer(int shop, String order, @Nullable String refused, PickupDesk.@Nullable Placed placed) {}

    @Test
    void eachGetsItsOwnOrderAndCodeAndIsNamedAsWhoPlacedIt() {
        List<Answer> answers = all((shop, n) -> order(shop, n, shirt));

        assertThat(answers).hasSize(SHOPS * ORDERS).allSatisfy(answer -> {
            PickupDesk.Placed placed = Objects.requireNonNull(answer.placed());
            UUID id = placed.pickup().id();
            assertThat(placed.pickup().order()).isEqualTo(answer.order());
            assertThat(codes.orderOf(Objects.requireNonNull(placed.code()).qr()))
                    .contains(id);
            assertThat(desk.steps(id))
                    .singleElement()
                    .satisfies(step -> assertThat(step.actor()).isEqualTo("shop-" + answer.shop()));
            assertThat(writersOf(id)).containsExactly("shop-" + answer.shop());
        });
        assertThat(transactions())
                .as("transactions for %d orders", answers.size())
                .isLessThan(answers.size());
        assertThat(level(shirt, ginza).committed()).isEqualByComparingTo(new BigDecimal(SHOPS * ORDERS));
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void whatIsScarceIsPromisedToAsManyAsThereAreAndWhoeverAsksForLessIsServed() {
        String rare = anyItem();
        stock(rare, ginza, 10);

        // Every other order wants the rare one.
        List<Answer> answers = all((shop, n) -> order(shop, n, n % 2 == 0 ? rare : shirt));

        List<Answer> ofTheRare =
                answers.stream().filter(answer -> number(answer) % 2 == 0).toList();
        assertThat(ofTheRare.stream().filter(answer -> answer.placed() != null)).hasSize(10);
        assertThat(ofTheRare.stream().filter(answer -> answer.placed() == null))
                .allSatisfy(answer -> assertThat(answer.refused()).isEqualTo("INSUFFICIENT_STOCK"));
        assertThat(answers.stream().filter(answer -> number(answer) % 2 == 1))
                .allSatisfy(answer -> assertThat(answer.placed()).isNotNull());
        assertThat(level(rare, ginza).available()).isEqualByComparingTo("0");
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void whatCannotBeAnOrderFailsAlone() {
        List<Answer> answers = all((shop, n) -> order(shop, n, n == 3 ? "no-such-item" : shirt));

        assertThat(answers).allSatisfy(answer -> {
            if (number(answer) == 3) {
                assertThat(answer.refused()).isEqualTo("UNKNOWN_ITEM");
            } else {
                assertThat(answer.placed()).isNotNull();
            }
        });
    }

    @Test
    void anOrderThatIsSentTwiceAmongOthersIsPlacedOnce() {
        // Shops 0 and 1, 2 and 3, … are the same shop, which sends everything twice.
        List<Answer> answers = all((shop, n) -> order(shop / 2, n, shirt));

        assertThat(answers.stream()
                        .map(answer ->
                                Objects.requireNonNull(answer.placed()).pickup().id())
                        .distinct())
                .hasSize(SHOPS * ORDERS / 2);
        assertThat(answers.stream()
                        .filter(answer ->
                                Objects.requireNonNull(answer.placed()).code() != null))
                .as("a code is shown once")
                .hasSize(SHOPS * ORDERS / 2);
        assertThat(level(shirt, ginza).committed()).isEqualByComparingTo(new BigDecimal(SHOPS * ORDERS / 2));
    }

    private interface Orders {
        NewPickup of(int shop, int n);
    }

    /** Each shop places its orders one after the other, all shops at once. */
    private List<Answer> all(Orders orders) {
        return Together.all(SHOPS, shop -> {
                    SecurityContextHolder.getContext()
                            .setAuthentication(
                                    new UsernamePasswordAuthenticationToken("shop-" + shop, null, List.of()));
                    try {
                        return IntStream.range(0, ORDERS)
                                .mapToObj(n -> answer(shop, orders.of(shop, n)))
                                .toList();
                    } finally {
                        SecurityContextHolder.clearContext();
                    }
                })
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private Answer answer(int shop, NewPickup order) {
        try {
            return new Answer(shop, order.order(), null, desk.place(order));
        } catch (Refusal refusal) {
            return new Answer(shop, order.order(), refusal.code(), null);
        }
    }

    private NewPickup order(int shop, int n, String sku) {
        return new NewPickup(
                shop + "/" + n + "/" + ginza,
                "web",
                ginza,
                null,
                new Contact("山田 花子", null, "hanako@example.com"),
                List.of(new NewPickup.Line("1", sku, BigDecimal.ONE, new Money(new BigDecimal(1980), "JPY"))),
                null,
                Payment.PAID_ONLINE,
                null);
    }

    private static int number(Answer answer) {
        return Integer.parseInt(answer.order().split("/", -1)[1]);
    }

    /** How many wrote the orders of this store. */
    private int transactions() {
        return jdbc.sql("select count(distinct xmin::text) from inventory.pickup_order where location = ?")
                .param(ginza)
                .query(Integer.class)
                .single();
    }

    /** Who is named in the ledger for what keeps an order's goods. */
    private List<String> writersOf(UUID order) {
        return jdbc.sql("""
                select distinct m.actor from inventory.pickup_order o
                join inventory.stock_movement m on m.document = 'reservation/' || o.reservation
                where o.id = ?
                """).param(order).query(String.class).list();
    }
}
