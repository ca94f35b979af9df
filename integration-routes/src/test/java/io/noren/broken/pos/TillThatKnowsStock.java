package io.noren.broken.pos;

import io.noren.broken.inventory.StockThatKnowsEverybody;
import jakarta.jms.Message;

/** Breaks two rules on purpose; see {@code DirectionsTest}. */
public class TillThatKnowsStock {
    Class<?> stock = StockThatKnowsEverybody.class;
    Message jms;
}
