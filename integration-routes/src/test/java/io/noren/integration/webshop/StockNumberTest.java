package io.noren.integration.webshop;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StockNumberTest {

    @ParameterizedTest(name = "{5}")
    @CsvSource({
        "8, 2, 2, 10, 8, an order that both know is taken off by the shop alone",
        "10, 0, 2, 10, 8, an order that we do not know yet is already less to offer",
        "8, 2, 0, 8, 8, what the shop has sent and we have not heard of is not offered again",
        "8, 2, 5, 10, 5, of three orders that we do not know and one that we do",
        "0, 3, 3, 3, 0, nothing left but what is promised",
        "7.9, 0.5, 0, 7, 7, only whole pieces are sold in shops",
        "-2, 0, 0, 0, 0, never less than nothing"
    })
    void aShopThatTakesItsOrdersOffByItselfNeverOffersMoreThanThereIs(
            BigDecimal net,
            BigDecimal ordered,
            BigDecimal reserved,
            BigDecimal written,
            BigDecimal offered,
            String why) {
        BigDecimal inShop = new StockNumber(net, ordered).inShop(reserved);

        assertThat(inShop).as(why).isEqualByComparingTo(written);
        assertThat(inShop.subtract(reserved)).as(why).isEqualByComparingTo(offered);
        assertThat(inShop.subtract(reserved)).isLessThanOrEqualTo(net.max(BigDecimal.ZERO));
    }

    @ParameterizedTest
    @CsvSource({"8, 2, 8", "0, 5, 0", "3.5, 0, 3"})
    void aShopWhoseNumberIsLessItsOrdersAlreadyGetsWhatMayBePromised(
            BigDecimal net, BigDecimal ordered, BigDecimal written) {
        assertThat(new StockNumber(net, ordered).inShop(null)).isEqualByComparingTo(written);
    }
}
