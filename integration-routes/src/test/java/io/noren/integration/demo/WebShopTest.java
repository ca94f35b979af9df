package io.noren.integration.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import io.noren.integration.demo.WebShop.Level;
import io.noren.integration.demo.WebShop.Shelf;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import tools.jackson.databind.json.JsonMapper;

class WebShopTest {
    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
    private static final Shelf SHELF = new Shelf("N-0001", "ginza");

    private final WebShop shop = new WebShop();
    private final WebShopHooks hooks = new WebShopHooks(shop, new JsonMapper());

    @Test
    void keepsTheHighestSequenceHoweverMessagesArrive() throws Exception {
        shop.trust(SECRET);
        assertThat(tell(change(7, "4"))).isEqualTo(HttpStatus.NO_CONTENT);
        assertThat(tell(change(6, "5"))).isEqualTo(HttpStatus.NO_CONTENT);
        assertThat(tell(change(7, "4"))).isEqualTo(HttpStatus.NO_CONTENT);
        assertThat(shop.level(SHELF)).isEqualTo(new Level(7, new BigDecimal("4")));
    }

    @Test
    void offersOnlyWhatIsThereInTheQuantityWanted() throws Exception {
        shop.trust(SECRET);
        tell(change(1, "4"));
        assertThat(shop.offering(4)).containsExactly(SHELF);
        assertThat(shop.offering(5)).isEmpty();
    }

    @Test
    void believesNothingThatIsNotSigned() {
        shop.trust(SECRET);
        String now = Long.toString(Instant.now().getEpochSecond());
        assertThat(hooks.hear("msg_1", now, "v1,AAAA", change(1, "4")).getStatusCode())
                .isEqualTo(HttpStatus.UNAUTHORIZED);
        assertThat(shop.level(SHELF)).isNull();
    }

    @Test
    void believesNothingThatWasChangedOnTheWay() throws Exception {
        shop.trust(SECRET);
        long now = Instant.now().getEpochSecond();
        String signature = new Webhook(SECRET).sign("msg_1", now, change(1, "4"));
        assertThat(hooks.hear("msg_1", Long.toString(now), signature, change(1, "400"))
                        .getStatusCode())
                .isEqualTo(HttpStatus.UNAUTHORIZED);
        assertThat(shop.level(SHELF)).isNull();
    }

    @Test
    void asksToBeToldAgainWhileItHasNoSecret() throws Exception {
        assertThat(tell(change(1, "4"))).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        assertThat(shop.level(SHELF)).isNull();
    }

    @Test
    void hearsOfPickupsWithoutTakingThemForStock() throws Exception {
        shop.trust(SECRET);
        assertThat(tell("{\"type\":\"io.noren.pickup.ready\",\"data\":{\"order\":\"o-1\",\"location\":\"ginza\"}}"))
                .isEqualTo(HttpStatus.NO_CONTENT);
        assertThat(shop.offering(0)).isEmpty();
    }

    private HttpStatusCode tell(String body) throws Exception {
        long now = Instant.now().getEpochSecond();
        String signature = new Webhook(SECRET).sign("msg_1", now, body);
        return hooks.hear("msg_1", Long.toString(now), signature, body).getStatusCode();
    }

    private static String change(long sequence, String available) {
        return """
                {"specversion":"1.0","type":"io.noren.stock.changed","data":{"sku":"N-0001","location":"ginza",
                "sequence":%d,"onHand":9,"available":%s}}""".formatted(sequence, available);
    }
}
