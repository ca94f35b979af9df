package io.noren.integration.assortment;

import io.noren.inventory.pickup.PickupDesk;
import io.noren.loyalty.MemberCard;
import io.noren.loyalty.MembersPickups;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Answers from the orders that a store keeps for members. */
@Component
class PickupsOfMembers implements MembersPickups {
    private final PickupDesk desk;

    PickupsOfMembers(PickupDesk desk) {
        this.desk = desk;
    }

    @Override
    public List<MemberCard.Pickup> waiting(Collection<UUID> accounts, String location) {
        return desk.waitingFor(accounts, location).stream()
                .map(order -> MemberCard.Pickup.masked(
                        order.order(), order.state().name(), order.lines().size(), order.readyBy(), order.expiresAt()))
                .toList();
    }
}
