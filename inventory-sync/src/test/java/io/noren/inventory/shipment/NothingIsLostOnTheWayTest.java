package io.noren.inventory.shipment;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.inventory.Refusal;
import io.noren.inventory.Together;
import io.noren.inventory.shipment.Shipment.Difference;
import io.noren.inventory.shipment.Shipment.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done in whatever order: what is on shelves, on its way and named as different is what there was. */
class NothingIsLostOnTheWayTest extends ShipmentTest {

    private static final int EACH = 40;

    private List<String> skus = List.of();
    private List<String> stores = List.of();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whateverIsDoneNothingAppearsOrDisappearsWithoutAWord(long seed) {
        stockedStores();
        List<UUID> transfers = new ArrayList<>();
        Random dice = new Random(seed);

        for (int i = 0; i < 80; i++) {
            anyStep(dice, transfers, "s" + i);
        }

        assertNothingIsLost(transfers);
    }

    @Test
    void noMatterHowManyDoItAtOnce() {
        stockedStores();
        List<List<UUID>> all = Together.all(6, who -> {
            List<UUID> transfers = new ArrayList<>();
            Random dice = new Random(100 + who);
            for (int i = 0; i < 40; i++) {
                anyStep(dice, transfers, who + "-" + i);
            }
            return transfers;
        });

        assertNothingIsLost(all.stream().flatMap(List::stream).toList());
    }

    @Test
    void oneTransferWorkedOnByManyAtOnceIsStillOneTransfer() {
        stockedStores();
        List<UUID> shared = new ArrayList<>();
        Random first = new Random(5);
        while (shared.size() < 4) {
            anyNew(first, shared, "shared-" + shared.size());
        }
        List<UUID> fixed = List.copyOf(shared);

        Together.all(6, who -> {
            Random dice = new Random(200 + who);
            for (int i = 0; i < 40; i++) {
                anyStepOf(dice, fixed.get(dice.nextInt(fixed.size())), who + "-" + i);
            }
            return true;
        });

        assertNothingIsLost(fixed);
    }

    private void stockedStores() {
        skus = List.of(anyItem(), anyItem());
        stores = List.of(anyStore(), anyStore(), anyStore());
        skus.forEach(sku -> stores.forEach(store -> stock(sku, store, EACH)));
    }

    private void anyStep(Random dice, List<UUID> transfers, String name) {
        if (transfers.isEmpty() || dice.nextInt(4) == 0) {
            anyNew(dice, transfers, name);
        } else {
            anyStepOf(dice, transfers.get(dice.nextInt(transfers.size())), name);
        }
    }

    private void anyNew(Random dice, List<UUID> transfers, String name) {
        int from = dice.nextInt(3);
        List<NewShipment.Line> lines = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            lines.add(new NewShipment.Line(
                    String.valueOf(i), skus.get(i), BigDecimal.valueOf(dice.nextInt(1, 12)), null));
        }
        transfers.add(shipments
                .create(new NewShipment(
                        Kind.TRANSFER,
                        name + skus.get(0),
                        stores.get(from),
                        null,
                        stores.get((from + dice.nextInt(1, 3)) % 3),
                        null,
                        lines))
                .id());
    }

    private void anyStepOf(Random dice, UUID transfer, String name) {
        try {
            switch (dice.nextInt(8)) {
                case 0, 1, 2 -> shipments.dispatch(transfer, null, null, null);
                case 3, 4, 5 -> anyReceipt(dice, transfer, name);
                case 6 -> shipments.cancel(transfer, Kind.TRANSFER);
                default -> arrivals.close(transfer, Kind.TRANSFER, "lost");
            }
        } catch (Refusal refused) {
            assertThat(refused.code()).isIn("WRONG_STEP", "INSUFFICIENT_STOCK", "MORE_THAN_OUTSTANDING");
        }
    }

    private void anyReceipt(Random dice, UUID transfer, String name) {
        Shipment shipment = shipments.find(transfer, Kind.TRANSFER).orElseThrow();
        boolean back = dice.nextInt(5) == 0;
        List<Receiving.Line> lines = List.of(new Receiving.Line(
                String.valueOf(dice.nextInt(2)),
                BigDecimal.valueOf(dice.nextInt(1, 5)),
                BigDecimal.valueOf(dice.nextInt(3) == 0 ? 1 : 0),
                BigDecimal.valueOf(!back && dice.nextInt(6) == 0 ? 1 : 0),
                null));
        Receiving receiving = new Receiving(name, back ? shipment.from() : null, null, lines, List.of());
        arrivals.receive(transfer, Kind.TRANSFER, receiving);
        if (dice.nextBoolean()) {
            arrivals.receive(transfer, Kind.TRANSFER, receiving); // the device repeats after a lost answer
        }
    }

    private void assertNothingIsLost(List<UUID> transfers) {
        Map<String, BigDecimal> there = new HashMap<>();
        Map<String, BigDecimal> underWay = new HashMap<>();
        for (String sku : skus) {
            for (String store : stores) {
                there.merge(
                        sku, level(sku, store).onHand().add(level(sku, store).incoming()), BigDecimal::add);
                underWay.merge(sku, level(sku, store).incoming(), BigDecimal::add);
            }
        }
        Map<String, BigDecimal> outstanding = new HashMap<>();
        for (UUID id : transfers) {
            Shipment shipment = shipments.find(id, Kind.TRANSFER).orElseThrow();
            shipment.lines().forEach(line -> outstanding.merge(line.sku(), line.outstanding(), BigDecimal::add));
            shipment.discrepancies().forEach(difference -> {
                if (difference.kind() == Difference.SHORT) {
                    there.merge(difference.sku(), difference.quantity(), BigDecimal::add);
                } else if (difference.kind() == Difference.OVER) {
                    there.merge(difference.sku(), difference.quantity().negate(), BigDecimal::add);
                }
            });
        }
        for (String sku : skus) {
            assertThat(there.get(sku)).isEqualByComparingTo(BigDecimal.valueOf(EACH * 3L));
            assertThat(outstanding.get(sku)).isEqualByComparingTo(underWay.get(sku));
        }
        assertBooksAgree();
    }
}
