package io.noren.inventory.shipment;

import io.noren.inventory.ShippedGoods;
import io.noren.inventory.shipment.Shipment.Came;
import java.util.List;

/** Somebody for whom goods of a shipment may be: they keep what comes before anybody else can. */
public interface AwaitedGoods {

    /**
     * Goods have come, or it was said what does not come. Called in that transaction, with the shipment locked, and before
     * the goods are on hand.
     *
     * @param shipment as it is after that
     * @param came where it goes to; empty when nothing came there
     * @return what of it is kept for whom, written together with its coming
     */
    List<ShippedGoods.Kept> came(Shipment shipment, List<Came> came);
}
