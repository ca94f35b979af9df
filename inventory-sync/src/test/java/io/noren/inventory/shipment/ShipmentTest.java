package io.noren.inventory.shipment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noren.inventory.InventoryTest;
import io.noren.inventory.Refusal;
import io.noren.inventory.StockAudit;
import io.noren.inventory.shipment.Shipment.Kind;
import io.noren.inventory.shipment.Shipment.Line;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;

/** What stories about shipments have in common: a shirt, a warehouse that has ten, and a store that has none. */
abstract class ShipmentTest extends InventoryTest {

    static final Instant TOMORROW = Instant.parse("2027-01-05T01:00:00Z");

    @Autowired
    Shipments shipments;

    @Autowired
    Arrivals arrivals;

    @Autowired
    StockAudit audit;

    String shirt = "";
    String warehouse = "";
    String ginza = "";

    @BeforeEach
    void tenShirts() {
        shirt = anyItem();
        warehouse = anyStore();
        ginza = anyStore();
        stock(shirt, warehouse, 10);
    }

    Shipment asked(long quantity) {
        return shipments.create(transfer("T-" + UUID.randomUUID(), shirt, quantity));
    }

    Shipment sent(long quantity) {
        return shipments.dispatch(asked(quantity).id(), null, null, null);
    }

    NewShipment transfer(String reference, String sku, long quantity) {
        return new NewShipment(
                Kind.TRANSFER,
                reference,
                warehouse,
                null,
                ginza,
                TOMORROW,
                List.of(new NewShipment.Line("1", sku, BigDecimal.valueOf(quantity), null)));
    }

    NewShipment delivery(String reference, long quantity) {
        return new NewShipment(
                Kind.PURCHASE,
                reference,
                null,
                "Imabari Towels",
                ginza,
                TOMORROW,
                List.of(new NewShipment.Line("1", shirt, BigDecimal.valueOf(quantity), null)));
    }

    Shipment receive(Shipment shipment, String receipt, long quantity) {
        return arrivals.receive(shipment.id(), shipment.kind(), receipt(receipt, null, quantity, 0, 0));
    }

    Shipment receive(Shipment shipment, String receipt, long quantity, long damaged, long over) {
        return arrivals.receive(shipment.id(), shipment.kind(), receipt(receipt, null, quantity, damaged, over));
    }

    static Receiving receipt(String receipt, @Nullable String location, long quantity, long damaged, long over) {
        Receiving.Line line = new Receiving.Line(
                "1", BigDecimal.valueOf(quantity), BigDecimal.valueOf(damaged), BigDecimal.valueOf(over), null);
        return new Receiving(receipt, location, null, new ArrayList<>(List.of(line)), List.of());
    }

    static Line only(Shipment shipment) {
        assertThat(shipment.lines()).hasSize(1);
        return shipment.lines().get(0);
    }

    int onHand(String location) {
        return level(shirt, location).onHand().intValueExact();
    }

    int available(String location) {
        return level(shirt, location).available().intValueExact();
    }

    int incoming(String location) {
        return level(shirt, location).incoming().intValueExact();
    }

    void assertBooksAgree() {
        assertThat(audit.check().differences()).isEmpty();
    }

    static Refusal refused(ThrowingCallable step, String code) {
        Refusal refusal = catchThrowableOfType(Refusal.class, step);
        assertThat(refusal).as("a refusal").isNotNull();
        assertThat(refusal.code()).isEqualTo(code);
        return refusal;
    }
}
