package io.noren.broken.loyalty;

import io.noren.broken.pos.TillThatKnowsStock;

/** Breaks a rule on purpose; see {@code DirectionsTest}. */
public class MemberThatKnowsTills {
    Class<?> till = TillThatKnowsStock.class;
}
