package io.noren.integration.demo;

import io.noren.integration.demo.NorenApi.PickupOrder;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Works through the pickup orders of the four stores, one step at a time, and always leaves one in each state for a
 * visitor to look at. Orders that a visitor placed are left to the visitor.
 */
final class StoreStaff {
    private static final List<String> NEAREST_FIRST = List.of("READY", "PICKING", "ACCEPTED", "PLACED");
    private static final int LEFT_TO_LOOK_AT = 1;

    private final NorenApi noren;
    private final OnlineShopper shopper;
    private final Random random;

    StoreStaff(NorenApi noren, OnlineShopper shopper, Random random) {
        this.noren = noren;
        this.shopper = shopper;
        this.random = random;
    }

    /** Takes one step in one store, for the order that is nearest to its customer. */
    void takeAStep() {
        String store = Stores.SELLING.get(random.nextInt(Stores.SELLING.size())).id();
        List<PickupOrder> orders = noren.pickupOrders(store).stream()
                .filter(order -> order.order().startsWith(OnlineShopper.ORDER_PREFIX))
                .toList();
        for (String state : NEAREST_FIRST) {
            List<PickupOrder> waiting =
                    orders.stream().filter(order -> order.state().equals(state)).toList();
            if (waiting.size() > LEFT_TO_LOOK_AT) {
                moveOn(waiting.get(0));
                return;
            }
        }
    }

    private void moveOn(PickupOrder order) {
        switch (order.state()) {
            case "PLACED" -> noren.pickupStep(order.id(), "accept");
            case "ACCEPTED" -> noren.pickupStep(order.id(), "start-picking");
            case "PICKING", "PICKED", "PARTIALLY_PICKED", "SUBSTITUTION_PROPOSED" ->
                noren.pickupStep(order.id(), "ready");
            default -> handOver(order);
        }
    }

    /** A customer of before the last restart has lost the code, and is taken not to come. */
    private void handOver(PickupOrder order) {
        Optional<String> code = shopper.handoverCode(order.id());
        if (code.isPresent()) {
            noren.handOver(order.id(), code.get());
            shopper.hasCollected(order.id());
        } else {
            noren.pickupStep(order.id(), "cancel");
            noren.pickupStep(order.id(), "return-to-shelf");
        }
    }
}
