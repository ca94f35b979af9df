package io.noren.integration.floor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class ShortNumberTest {
    private static final UUID ID = UUID.fromString("0123456f-f0a1-4b2c-8d3e-4f5061728394");

    @Test
    void aNumberIsShortAndHasNoLettersThatLookLikeOthers() {
        assertThat(ShortNumber.of(ID)).isEqualTo("04HM-AVZG");
        assertThat(ShortNumber.of(new UUID(0, 0))).isEqualTo("0000-0000");
        assertThat(ShortNumber.of(new UUID(-1, -1))).isEqualTo("ZZZZ-ZZZZ");
        for (int i = 0; i < 1_000; i++) {
            assertThat(ShortNumber.of(UUID.randomUUID())).matches("[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}");
        }
    }

    @Test
    void everyOneOfTheFirstFortyBitsCounts() {
        for (int bit = 63; bit >= 24; bit--) {
            UUID other = new UUID(ID.getMostSignificantBits() ^ (1L << bit), ID.getLeastSignificantBits());
            assertThat(ShortNumber.of(other)).isNotEqualTo(ShortNumber.of(ID));
        }
    }
}
