package io.noren.integration.screens.shopper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.MultiFormatWriter;
import com.google.zxing.common.BitMatrix;
import io.noren.inventory.Item;
import io.noren.inventory.ItemReference;
import io.noren.inventory.Items;
import io.noren.inventory.LocalizedName;
import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.inventory.Money;
import io.noren.inventory.Movement;
import io.noren.inventory.MovementReason;
import io.noren.inventory.StockLedger;
import io.noren.loyalty.Channel;
import io.noren.loyalty.basket.ShoppingBasket;
import io.noren.loyalty.basket.ShoppingBaskets;
import io.noren.testing.HubTest;
import jakarta.servlet.http.Cookie;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;

/** A page is remembered and is never old; what is done with it needs no token, and no other site can do it. */
@HubTest
class ProductPageTest {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    @Autowired
    MockMvc browser;

    @Autowired
    Items items;

    @Autowired
    Locations locations;

    @Autowired
    StockLedger ledger;

    @Autowired
    ShoppingBaskets baskets;

    @Autowired
    JdbcClient jdbc;

    private String store = "";
    private String sku = "";

    @BeforeEach
    void aStoreWithSevenTins() {
        int number = NUMBERS.incrementAndGet();
        store = "page-store-" + number;
        sku = "PAGE-TIN-" + number;
        locations.put(new Location(
                store, null, "銀座店", Location.Kind.STORE, ZoneId.of("Asia/Tokyo"), null, true, null, List.of()));
        priced(1980);
        move(7);
    }

    @Test
    void whoOnlyLooksGetsNoCookieAndWhatIsHeldAlreadyIsNotSentAgain() throws Exception {
        MockHttpServletResponse first = page();
        String tag = Objects.requireNonNull(first.getHeader(HttpHeaders.ETAG));

        assertThat(first.getCookies()).isEmpty();
        assertThat(first.getHeader(HttpHeaders.SET_COOKIE)).isNull();
        assertThat(first.getHeader(HttpHeaders.CACHE_CONTROL)).isEqualTo("no-cache, private");
        MockHttpServletResponse again = browser.perform(get(address()).header(HttpHeaders.IF_NONE_MATCH, tag))
                .andExpect(status().isNotModified())
                .andReturn()
                .getResponse();
        assertThat(again.getContentAsByteArray()).isEmpty();

        move(-1);
        MockHttpServletResponse changed = browser.perform(get(address()).header(HttpHeaders.IF_NONE_MATCH, tag))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse();
        assertThat(changed.getContentAsString()).contains(">6<").doesNotContain(">7<");
    }

    @Test
    void aNewPriceIsOnThePageAtOnce() throws Exception {
        assertThat(page().getContentAsString()).contains("¥1,980");
        priced(2200);
        assertThat(page().getContentAsString()).contains("¥2,200").doesNotContain("¥1,980");
    }

    /** Items without a GTIN have no other code. */
    @Test
    void aScanIsCountedAndALinkIsNot() throws Exception {
        browser.perform(get(address()).header("Sec-Fetch-Site", "none"));
        browser.perform(get(address()).header("Sec-Fetch-Site", "same-origin"));
        browser.perform(get(address()));

        await("counts are written together")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(
                                jdbc.sql("select sum(scans) from integration.shelf_scan where sku = ? and location = ?")
                                        .params(sku, store)
                                        .query(Long.class)
                                        .optional())
                        .contains(1L));
    }

    @Test
    void packedItSaysTheSame() throws Exception {
        byte[] packed = browser.perform(get(address()).header(HttpHeaders.ACCEPT_ENCODING, "br, gzip"))
                .andReturn()
                .getResponse()
                .getContentAsByteArray();

        try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            assertThat(new String(unpacked.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(page().getContentAsString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/p/%s/hold", "/p/%s/ask", "/basket/lines", "/basket/hold", "/basket/pickup", "/basket/deliver"})
    void whatAnotherSiteSendsIsRefused(String path) throws Exception {
        String form = path.formatted(sku);
        browser.perform(post(form).param("store", store).param("sku", sku).header("Sec-Fetch-Site", "cross-site"))
                .andExpect(status().isForbidden());
        browser.perform(post(form).param("store", store).param("sku", sku).header("Sec-Fetch-Site", "same-site"))
                .andExpect(status().isForbidden());
        browser.perform(post(form).param("store", store).param("sku", sku).header(HttpHeaders.ORIGIN, "null"))
                .andExpect(status().isForbidden());
    }

    @Test
    void aPhoneKeepsItsBasketAndAnotherPhoneHasNone() throws Exception {
        Cookie phone = put(2);
        String basket = basket(phone);

        assertThat(phone.isHttpOnly()).isTrue();
        assertThat(phone.getAttribute("SameSite")).isEqualTo("Lax");
        assertThat(basket).contains(sku).contains("value=\"2\"");
        assertThat(basket(new Cookie("noren-basket", "AAAAAAAAAAAAAAAAAAAAAA"))).doesNotContain(sku);
        assertThat(basket(new Cookie("noren-basket", "' or 1=1 --"))).doesNotContain(sku);
    }

    @Test
    void aBasketFromTheCounterHasWhatThePhoneHadBefore() throws Exception {
        Cookie phone = put(2);
        ShoppingBasket counter = baskets.begin(Channel.STORE, store, null);
        String key = baskets.newKey(counter.id());

        browser.perform(get("/b/" + key).cookie(phone)).andExpect(status().isOk());
        assertThat(baskets.get(counter.id()).lines())
                .as("a link alone does nothing")
                .isEmpty();
        browser.perform(post("/b/" + key).cookie(phone).header("Sec-Fetch-Site", "cross-site"))
                .andExpect(status().isForbidden());
        Cookie joined = browser.perform(post("/b/" + key).cookie(phone))
                .andExpect(status().isSeeOther())
                .andReturn()
                .getResponse()
                .getCookie("noren-basket");

        assertThat(joined).isNotNull();
        assertThat(baskets.get(counter.id()).lines())
                .extracting(ShoppingBasket.Line::item)
                .containsExactly(sku);
        browser.perform(get("/b/" + key.substring(1))).andExpect(status().isNotFound());
    }

    @Test
    void thePictureOfACodeIsReadAndNothingElse() throws Exception {
        assertThat(read(picture("https://shop.example/01/09521000300014", 400)).getContentAsString())
                .isEqualTo("https://shop.example/01/09521000300014");
        assertThat(read(picture(null, 400)).getStatus()).as("no code").isEqualTo(204);
        assertThat(read("no picture".getBytes(StandardCharsets.UTF_8)).getStatus())
                .isEqualTo(204);
        assertThat(read(picture("https://shop.example/", 2_000)).getStatus())
                .as("too large")
                .isEqualTo(204);
        assertThat(read(new byte[ScannedPictures.MOST_BYTES + 10]).getStatus()).isEqualTo(204);
    }

    private MockHttpServletResponse read(byte[] picture) throws Exception {
        return browser.perform(
                        post("/scan/picture").contentType(MediaType.IMAGE_JPEG).content(picture))
                .andReturn()
                .getResponse();
    }

    private static byte[] picture(@Nullable String text, int side) throws Exception {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        int[] white = new int[side * side];
        Arrays.fill(white, 0xffffff);
        image.setRGB(0, 0, side, side, white, 0, side);
        if (text != null) {
            BitMatrix code = new MultiFormatWriter().encode(text, BarcodeFormat.QR_CODE, side, side);
            for (int x = 0; x < side; x++) {
                for (int y = 0; y < side; y++) {
                    image.setRGB(x, y, code.get(x, y) ? 0 : 0xffffff);
                }
            }
        }
        return jpeg(image);
    }

    private static byte[] jpeg(BufferedImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", bytes);
        return bytes.toByteArray();
    }

    private Cookie put(int quantity) throws Exception {
        return Objects.requireNonNull(browser.perform(post("/basket/lines")
                        .param("sku", sku)
                        .param("store", store)
                        .param("quantity", String.valueOf(quantity)))
                .andExpect(status().isSeeOther())
                .andReturn()
                .getResponse()
                .getCookie("noren-basket"));
    }

    private String basket(Cookie phone) throws Exception {
        return browser.perform(get("/basket").cookie(phone))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString();
    }

    private MockHttpServletResponse page() throws Exception {
        return browser.perform(get(address()))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse();
    }

    private String address() {
        return "/p/" + sku + "?store=" + store;
    }

    private void priced(int yen) {
        items.put(new Item(
                sku,
                null,
                List.of(),
                new LocalizedName("煎茶", "Sencha"),
                "EACH",
                null,
                null,
                new Money(new BigDecimal(yen), "JPY"),
                null,
                true));
    }

    private void move(int delta) {
        ledger.record(List.of(new Movement(
                "page/" + UUID.randomUUID(),
                ItemReference.sku(sku),
                store,
                BigDecimal.valueOf(delta),
                delta > 0 ? MovementReason.RECEIVED : MovementReason.SALE,
                Instant.now(),
                null,
                null)));
    }
}
