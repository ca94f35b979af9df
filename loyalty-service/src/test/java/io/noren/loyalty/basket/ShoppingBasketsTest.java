package io.noren.loyalty.basket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.loyalty.Channel;
import io.noren.loyalty.LoyaltyTest;
import io.noren.loyalty.Members;
import io.noren.loyalty.NewMember;
import io.noren.loyalty.Profile;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.basket.ShoppingBasket.End;
import io.noren.loyalty.basket.ShoppingBasket.Line;
import io.noren.loyalty.privacy.Erasure;
import io.noren.loyalty.privacy.Erasures;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@LoyaltyTest
class ShoppingBasketsTest {
    @Autowired
    ShoppingBaskets baskets;

    @Autowired
    Members members;

    @Autowired
    Erasures erasures;

    @Autowired
    JdbcClient sql;

    @Test
    void whatIsPutTwiceIsInItOnce() {
        UUID basket = anyBasket();

        put(basket, "TEA", 2);
        ShoppingBasket again = put(basket, "TEA", 2);

        assertThat(again.lines()).containsExactly(new Line("TEA", new BigDecimal(2), "ginza", null));
        assertThat(put(basket, "TEA", 0).lines()).isEmpty();
        assertThat(put(basket, "TEA", 0).lines()).isEmpty();
    }

    @Test
    void whatIsHeldStaysHeldUntilTheNumberOrThePlaceIsAnother() {
        UUID basket = anyBasket();
        UUID hold = UUID.randomUUID();
        Line tea = put(basket, "TEA", 2).line("TEA").orElseThrow();
        assertThat(baskets.held(basket, tea, hold)).isTrue();

        assertThat(baskets.put(basket, "TEA", new BigDecimal("2.000"), null).line("TEA"))
                .hasValueSatisfying(line -> assertThat(line.hold()).isEqualTo(hold));
        assertThat(put(basket, "TEA", 3).line("TEA"))
                .hasValueSatisfying(line -> assertThat(line.hold()).isNull());
        assertThat(baskets.held(basket, tea, hold)).as("another line by now").isFalse();
    }

    @Test
    void aCodeOpensAnOpenBasketHoweverItIsTyped() {
        ShoppingBasket basket = baskets.begin(Channel.STORE, "ginza", null);
        String typed = basket.code().substring(0, 3).toLowerCase(Locale.ROOT) + " - "
                + basket.code().substring(3).replace('0', 'o').replace('1', 'l');

        assertThat(baskets.open(typed)).contains(basket);
        baskets.end(basket.id(), End.SOLD, "R-1");
        assertThat(baskets.open(typed)).isEmpty();
        assertThat(baskets.open("")).isEmpty();
        assertThat(baskets.open("' or 1=1")).isEmpty();
    }

    @Test
    void aKeyOpensItAndNothingThatIsStoredDoes() {
        UUID basket = anyBasket();
        String key = baskets.newKey(basket);
        String another = baskets.newKey(basket);

        assertThat(baskets.withKey(key).map(ShoppingBasket::id)).contains(basket);
        assertThat(baskets.withKey(another).map(ShoppingBasket::id)).contains(basket);
        assertThat(sql.sql("select encode(hash, 'base64') from loyalty.basket_key where basket = ?")
                        .param(basket)
                        .query(String.class)
                        .list())
                .hasSize(2)
                .allSatisfy(stored -> assertThat(baskets.withKey(stored)).isEmpty())
                .doesNotContain(key, another);
        assertThat(baskets.withKey("")).isEmpty();
        assertThat(baskets.withKey(key.substring(1))).isEmpty();
    }

    @Test
    void twoBasketsAreJoinedAndNothingIsLostOrDoubled() {
        UUID phone = anyBasket();
        UUID counter = anyBasket();
        put(phone, "TEA", 2);
        put(phone, "CUP", 1);
        put(counter, "TEA", 3);
        put(counter, "WHISK", 1);

        ShoppingBasket joined = baskets.join(phone, counter);

        assertThat(joined.lines())
                .extracting(line -> line.item() + " " + line.quantity())
                .containsExactlyInAnyOrder("TEA 3", "CUP 1", "WHISK 1");
        assertThat(baskets.get(phone).ended()).satisfies(ended -> {
            assertThat(ended.as()).isEqualTo(End.JOINED);
            assertThat(ended.reference()).isEqualTo(counter.toString());
        });
        refused("BASKET_ENDED", () -> put(phone, "CUP", 1));
    }

    @Test
    void itEndsOnceAndSaidAgainNothingHappens() {
        UUID basket = anyBasket();
        ShoppingBasket ended = baskets.end(basket, End.PICKUP, "A-1");

        assertThat(baskets.end(basket, End.PICKUP, "A-1")).isEqualTo(ended);
        refused("BASKET_ENDED", () -> baskets.end(basket, End.PICKUP, "A-2"));
        refused("BASKET_ENDED", () -> baskets.end(basket, End.SOLD, "A-1"));
        refused("BASKET_ENDED", () -> baskets.newKey(basket));
        refused(
                "BASKET_ENDED",
                () -> baskets.held(basket, new Line("TEA", BigDecimal.ONE, "ginza", null), UUID.randomUUID()));
    }

    @Test
    void whatNobodyCanMeanIsRefused() {
        UUID basket = anyBasket();

        refused("UNKNOWN_BASKET", () -> put(UUID.randomUUID(), "TEA", 1));
        refused("BASKET_QUANTITY", () -> put(basket, "TEA", -1));
        refused("BASKET_QUANTITY", () -> put(basket, "TEA", 1_000));
        refused("BASKET_QUANTITY", () -> baskets.put(basket, "TEA", new BigDecimal("0.0001"), "ginza"));
        refused("UNKNOWN_MEMBER", () -> baskets.begin(Channel.WEB, null, UUID.randomUUID()));
    }

    @Test
    void twentyPhonesFillItAtOnceAndItIsNeverFullerThanFull() throws Exception {
        UUID basket = anyBasket();
        ExecutorService phones = Executors.newFixedThreadPool(20);
        try {
            List<Future<Boolean>> tries = new ArrayList<>();
            for (int item = 0; item < ShoppingBaskets.MOST_LINES + 20; item++) {
                String sku = "I-" + item;
                tries.add(phones.submit(() -> {
                    try {
                        put(basket, sku, 1);
                        return true;
                    } catch (Refusal full) {
                        assertThat(full.code()).isEqualTo("BASKET_FULL");
                        return false;
                    }
                }));
            }
            int put = 0;
            for (Future<Boolean> each : tries) {
                put += each.get() ? 1 : 0;
            }
            assertThat(put).isEqualTo(ShoppingBaskets.MOST_LINES);
            assertThat(baskets.get(basket).lines()).hasSize(ShoppingBaskets.MOST_LINES);
        } finally {
            phones.shutdown();
        }
    }

    @Test
    void aMembersBasketIsFoundByEveryIdOfTheirsAndForgottenWithThem() {
        UUID hanako = member("花子");
        UUID basket = anyBasket();

        assertThat(baskets.belongsTo(basket, hanako)).isTrue();
        assertThat(baskets.belongsTo(basket, member("太郎")))
                .as("somebody else's")
                .isFalse();
        assertThat(baskets.ofMember(hanako)).extracting(ShoppingBasket::id).containsExactly(basket);

        erasures.erase(hanako, Erasure.Reason.MEMBER_ASKED, "test");
        refused("UNKNOWN_BASKET", () -> baskets.get(basket));
    }

    private UUID anyBasket() {
        return baskets.begin(Channel.STORE, "ginza", null).id();
    }

    private ShoppingBasket put(UUID basket, String item, int quantity) {
        return baskets.put(basket, item, BigDecimal.valueOf(quantity), "ginza");
    }

    private UUID member(String name) {
        return members.register(new NewMember(new Profile("籠", name, null, null, null, null, "ja"), List.of()))
                .id();
    }

    private static void refused(String code, ThrowingCallable what) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
