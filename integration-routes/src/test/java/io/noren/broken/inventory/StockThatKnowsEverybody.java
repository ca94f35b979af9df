package io.noren.broken.inventory;

import io.noren.broken.inventory.reservation.ReservationThatKnowsPickup;
import io.noren.broken.inventory.web.SomeController;
import io.noren.broken.loyalty.MemberThatKnowsTills;
import org.apache.camel.Exchange;

/** Breaks four rules on purpose; see {@code DirectionsTest}. */
public class StockThatKnowsEverybody {
    Class<?> member = MemberThatKnowsTills.class;
    Class<?> reservation = ReservationThatKnowsPickup.class;
    Class<?> controller = SomeController.class;
    Exchange camel;
}
