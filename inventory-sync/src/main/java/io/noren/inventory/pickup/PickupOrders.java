package io.noren.inventory.pickup;

import io.noren.inventory.Refusal;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Pickup orders as they are stored. */
interface PickupOrders extends Repository<PickupOrder, UUID> {

    PickupOrder save(PickupOrder order);

    void flush();

    Optional<PickupOrder> findById(UUID id);

    /** Nobody else steps with this order until the transaction ends; two at once go one after the other. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select o from PickupOrder o where o.id = :id")
    Optional<PickupOrder> findForStep(UUID id);

    /** @throws Refusal {@code UNKNOWN_PICKUP_ORDER} */
    default PickupOrder forStep(UUID id) {
        return findForStep(id).orElseThrow(() -> unknown(id));
    }

    static Refusal unknown(UUID id) {
        return new Refusal("UNKNOWN_PICKUP_ORDER", "There is no pickup order " + id + ".");
    }

    /** A till means one order, however many shops at this store have one of its number. */
    Limit FIRST = Limit.of(1);

    /** Those that a till may mean by a number: open ones before those that were collected, the oldest first. */
    @Query("""
            select o.id from PickupOrder o
            where o.location = :location and o.order = :order and o.state in (PLACED, AWAITING_TRANSFER, IN_TRANSIT, ARRIVED, ACCEPTED, PICKING, PICKED, PARTIALLY_PICKED, SUBSTITUTION_PROPOSED, READY, CUSTOMER_ARRIVED, COLLECTED)
            order by case when o.state = COLLECTED then 1 else 0 end, o.placedAt, o.id
            """)
    List<UUID> findForTill(String location, String order, Limit limit);

    @Query("""
            select o from PickupOrder o
            where (:location is null or o.location = :location) and o.state in :states
                and (o.placedAt > :placedAfter or o.placedAt = :placedAfter and o.id > :idAfter)
            order by o.placedAt, o.id limit :limit
            """)
    List<PickupOrder> list(
            @Nullable String location, Collection<PickupState> states, Instant placedAfter, UUID idAfter, int limit);

    /** What a store has to do: its open orders, and ended ones whose goods are not back on the shelf. */
    @Query("""
            select o from PickupOrder o
            where o.location = :location and (o.state in (PLACED, AWAITING_TRANSFER, IN_TRANSIT, ARRIVED, ACCEPTED, PICKING, PICKED, PARTIALLY_PICKED, SUBSTITUTION_PROPOSED, READY, CUSTOMER_ARRIVED) or o.toReturn)
            order by o.placedAt, o.id limit :limit
            """)
    List<PickupOrder> workList(String location, int limit);

    @Query("""
            select o.id from PickupOrder o
            where o.state in (PLACED, AWAITING_TRANSFER, IN_TRANSIT, ARRIVED, ACCEPTED, PICKING, PICKED, PARTIALLY_PICKED, SUBSTITUTION_PROPOSED, READY, CUSTOMER_ARRIVED) and o.expiresAt <= :now
            order by o.expiresAt limit :limit
            """)
    List<UUID> findEnded(Instant now, int limit);

    @Query("""
            select o.id from PickupOrder o
            where o.state in (PLACED, AWAITING_TRANSFER, IN_TRANSIT, ARRIVED, ACCEPTED, PICKING, PICKED, PARTIALLY_PICKED, SUBSTITUTION_PROPOSED) and o.readyBy <= :before
                and o.delays < :delays
            order by o.readyBy limit :limit
            """)
    List<UUID> findLate(Instant before, short delays, int limit);

    /** Of every store and shop, however long they are over; the latest first. */
    @Query("select o from PickupOrder o where o.order = :order order by o.placedAt desc, o.id limit :limit")
    List<PickupOrder> numbered(String order, int limit);

    @Query("select o.id from PickupOrder o where o.shipment = :shipment")
    Optional<UUID> findIdByShipment(UUID shipment);

    /** What another store's customers wait for. */
    @Query("""
            select o from PickupOrder o
            where o.sentFrom = :from and o.state = AWAITING_TRANSFER and o.expiresAt > :now
            order by o.placedAt, o.id limit :limit
            """)
    List<PickupOrder> toSend(String from, Instant now, int limit);

    /** A store has some hundreds of open orders at most; the work list's index finds them. */
    @Query("""
            select o from PickupOrder o left join fetch o.lines
            where o.location = :location and o.member in :members and o.state in (PLACED, AWAITING_TRANSFER, IN_TRANSIT, ARRIVED, ACCEPTED, PICKING, PICKED, PARTIALLY_PICKED, SUBSTITUTION_PROPOSED, READY, CUSTOMER_ARRIVED)
                and o.expiresAt > :now
            order by o.placedAt, o.id
            """)
    List<PickupOrder> findWaiting(String location, Collection<UUID> members, Instant now);

    /** What waits for somebody in any store, or will. */
    @Query("""
            select o from PickupOrder o left join fetch o.lines
            where o.member in :members and o.state in (PLACED, AWAITING_TRANSFER, IN_TRANSIT, ARRIVED, ACCEPTED, PICKING, PICKED, PARTIALLY_PICKED, SUBSTITUTION_PROPOSED, READY, CUSTOMER_ARRIVED)
                and o.expiresAt > :now
            order by o.placedAt, o.id
            """)
    List<PickupOrder> findWaiting(Collection<UUID> members, Instant now);
}
