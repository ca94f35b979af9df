package io.noren.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
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

    private static String gln(int number) {
        return IntStream.range(0, 10)
                .mapToObj(check -> "45%010d%d".formatted(number, check))
                .filter(Gs1Number::isGln)
                .findFirst()
                .orElseThrow();
    }
}
