package io.noren.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocationsTest extends InventoryTest {

    @Test
    void theSameNewStoreFromEightMasterDataSystemsAtOnceIsOneStoreAndNobodyIsRefused() {
        for (int n = 0; n < 100; n++) {
            Location store = new Location(
                    "ginza-" + n,
                    gln(n),
                    "Ginza",
                    Location.Kind.STORE,
                    ZoneId.of("Asia/Tokyo"),
                    null,
                    true,
                    null,
                    List.of("1"));

            List<Location> put = Together.all(8, who -> locations.put(store));

            assertThat(put).containsOnly(store);
        }
    }

    /** Thirteen digits, the last of which makes the weighted sum (1, 3, 1, 3, …) a multiple of ten. */
    private static String gln(int number) {
        String digits = "45%010d".formatted(number);
        int sum = 0;
        for (int place = 0; place < 12; place++) {
            sum += Character.digit(digits.charAt(place), 10) * (place % 2 == 0 ? 1 : 3);
        }
        return digits + (10 - sum % 10) % 10;
    }
}
