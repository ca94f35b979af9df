package io.noren.integration.broker;

import io.noren.integration.TillMessagesSettings;
import io.noren.inventory.PickupArrived;
import io.noren.inventory.PickupCancelled;
import io.noren.inventory.PickupCollected;
import io.noren.inventory.PickupDelayed;
import io.noren.inventory.PickupExpired;
import io.noren.inventory.PickupFellShort;
import io.noren.inventory.PickupGoodsArrived;
import io.noren.inventory.PickupPlaced;
import io.noren.inventory.PickupReady;
import io.noren.inventory.PickupRerouted;
import io.noren.inventory.PickupRescueDecided;
import io.noren.inventory.PickupRescueOffered;
import io.noren.inventory.PickupReturned;
import io.noren.inventory.PickupSent;
import io.noren.inventory.PickupSoldAtTill;
import io.noren.inventory.StockImported;
import io.noren.inventory.StockLevelChanged;
import io.noren.loyalty.MemberErased;
import io.noren.loyalty.MemberLinked;
import io.noren.loyalty.MembersMerged;
import io.noren.loyalty.MembersUnmerged;
import io.noren.loyalty.PointsChanged;
import io.noren.pos.CountTakenBack;
import io.noren.pos.CustomerOrderSold;
import io.noren.pos.GoodsMoved;
import io.noren.pos.ReturnRecorded;
import io.noren.pos.SaleRecorded;
import io.noren.pos.StockCounted;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every address on the broker, and the fact that is published there; and where tills send what they have to say. */
public final class Addresses {
    /** All of them, in the broker's own pattern language. */
    public static final String ALL = "noren.#";

    /** What passes between the hub and single tills: below this, each till has a part of its own. */
    private static final String TILL = "noren.till.";

    /** All of that, in the broker's own pattern language. */
    static final String TILLS = TILL + "#";

    public static final Fact<SaleRecorded> SALES =
            new Fact<>("noren.pos.sale-recorded", SaleRecorded.class, SaleRecorded::id);

    public static final Fact<ReturnRecorded> RETURNS =
            new Fact<>("noren.pos.return-recorded", ReturnRecorded.class, ReturnRecorded::id);

    public static final Fact<CustomerOrderSold> CUSTOMER_ORDERS_SOLD =
            new Fact<>("noren.pos.customer-order-sold", CustomerOrderSold.class, CustomerOrderSold::id);

    public static final Fact<GoodsMoved> GOODS = new Fact<>("noren.pos.goods-moved", GoodsMoved.class, GoodsMoved::id);

    /** What is counted and what is taken back of it, so that whoever follows counts reads one address. */
    static final String COUNTS = "noren.pos.count";

    public static final Fact<StockCounted> STOCK_COUNTED = new Fact<>(COUNTS, StockCounted.class, StockCounted::id);

    public static final Fact<CountTakenBack> COUNTS_TAKEN_BACK =
            new Fact<>(COUNTS, CountTakenBack.class, CountTakenBack::id);

    public static final Fact<StockLevelChanged> STOCK_LEVELS = new Fact<>(
            "noren.inventory.stock-level-changed",
            StockLevelChanged.class,
            StockLevelChanged::id,
            StockLevelChanged::document);

    /** Many levels at once; at an address of its own, because who reads it must be ready to look them up. */
    public static final Fact<StockImported> STOCK_IMPORTED = new Fact<>(
            "noren.inventory.stock-imported",
            StockImported.class,
            StockImported::id,
            imported -> imported.stockImport().toString());

    /** All that happens to pickup orders, so that whoever follows them reads one address. */
    static final String PICKUPS = "noren.inventory.pickup";

    public static final Fact<PickupPlaced> PICKUP_PLACED = new Fact<>(PICKUPS, PickupPlaced.class, PickupPlaced::id);

    public static final Fact<PickupFellShort> PICKUP_FELL_SHORT =
            new Fact<>(PICKUPS, PickupFellShort.class, PickupFellShort::id);

    public static final Fact<PickupDelayed> PICKUP_DELAYED =
            new Fact<>(PICKUPS, PickupDelayed.class, PickupDelayed::id);

    public static final Fact<PickupRescueOffered> PICKUP_RESCUE_OFFERED =
            new Fact<>(PICKUPS, PickupRescueOffered.class, PickupRescueOffered::id);

    public static final Fact<PickupRescueDecided> PICKUP_RESCUE_DECIDED =
            new Fact<>(PICKUPS, PickupRescueDecided.class, PickupRescueDecided::id);

    public static final Fact<PickupRerouted> PICKUP_REROUTED =
            new Fact<>(PICKUPS, PickupRerouted.class, PickupRerouted::id);

    public static final Fact<PickupSent> PICKUP_SENT = new Fact<>(PICKUPS, PickupSent.class, PickupSent::id);

    public static final Fact<PickupGoodsArrived> PICKUP_GOODS_ARRIVED =
            new Fact<>(PICKUPS, PickupGoodsArrived.class, PickupGoodsArrived::id);

    public static final Fact<PickupReady> PICKUP_READY = new Fact<>(PICKUPS, PickupReady.class, PickupReady::id);

    public static final Fact<PickupArrived> PICKUP_ARRIVED =
            new Fact<>(PICKUPS, PickupArrived.class, PickupArrived::id);

    public static final Fact<PickupCollected> PICKUP_COLLECTED =
            new Fact<>(PICKUPS, PickupCollected.class, PickupCollected::id);

    public static final Fact<PickupSoldAtTill> PICKUP_SOLD_AT_TILL =
            new Fact<>(PICKUPS, PickupSoldAtTill.class, PickupSoldAtTill::id);

    public static final Fact<PickupReturned> PICKUP_RETURNED =
            new Fact<>(PICKUPS, PickupReturned.class, PickupReturned::id);

    public static final Fact<PickupExpired> PICKUP_EXPIRED =
            new Fact<>(PICKUPS, PickupExpired.class, PickupExpired::id);

    public static final Fact<PickupCancelled> PICKUP_CANCELLED =
            new Fact<>(PICKUPS, PickupCancelled.class, PickupCancelled::id);

    /** Not a fact but an errand of our own: a parked till document is to be read once more. */
    public static final Fact<ReadTillDocumentAgain> TILL_DOCUMENTS_AGAIN =
            new Fact<>("noren.pos.till-document-again", ReadTillDocumentAgain.class, ReadTillDocumentAgain::document);

    /** An errand, too: what a web shop told of an order is to be done. */
    public static final Fact<TakeWebshopOrder> WEBSHOP_ORDERS =
            new Fact<>("noren.webshop.order", TakeWebshopOrder.class, TakeWebshopOrder::id);

    public static final Fact<PointsChanged> POINTS = new Fact<>(
            "noren.loyalty.points-changed", PointsChanged.class, PointsChanged::id, PointsChanged::sourceTransaction);

    public static final Fact<MemberLinked> MEMBERS_LINKED =
            new Fact<>("noren.loyalty.member-linked", MemberLinked.class, MemberLinked::id);

    /** Who has become one and who is two again, so that whoever follows them reads one address. */
    static final String MERGES = "noren.loyalty.merge";

    public static final Fact<MembersMerged> MEMBERS_MERGED = new Fact<>(MERGES, MembersMerged.class, MembersMerged::id);

    public static final Fact<MembersUnmerged> MEMBERS_UNMERGED =
            new Fact<>(MERGES, MembersUnmerged.class, MembersUnmerged::id);

    /** Who has to forget somebody reads this address, and nothing else need be read for it. */
    public static final Fact<MemberErased> MEMBERS_ERASED =
            new Fact<>("noren.loyalty.member-erased", MemberErased.class, MemberErased::telling);

    private static final Map<Class<?>, Fact<?>> BY_TYPE = Stream.of(
                    SALES,
                    RETURNS,
                    CUSTOMER_ORDERS_SOLD,
                    GOODS,
                    STOCK_COUNTED,
                    COUNTS_TAKEN_BACK,
                    STOCK_LEVELS,
                    STOCK_IMPORTED,
                    POINTS,
                    MEMBERS_LINKED,
                    MEMBERS_MERGED,
                    MEMBERS_UNMERGED,
                    MEMBERS_ERASED,
                    PICKUP_PLACED,
                    PICKUP_FELL_SHORT,
                    PICKUP_DELAYED,
                    PICKUP_RESCUE_OFFERED,
                    PICKUP_RESCUE_DECIDED,
                    PICKUP_REROUTED,
                    PICKUP_SENT,
                    PICKUP_GOODS_ARRIVED,
                    PICKUP_READY,
                    PICKUP_ARRIVED,
                    PICKUP_COLLECTED,
                    PICKUP_SOLD_AT_TILL,
                    PICKUP_RETURNED,
                    PICKUP_EXPIRED,
                    PICKUP_CANCELLED,
                    TILL_DOCUMENTS_AGAIN,
                    WEBSHOP_ORDERS)
            .collect(Collectors.toMap(Fact::type, Function.identity()));

    private Addresses() {}

    /** Where a till sends its documents; the queue there has the same name. */
    public static String tillDocuments(TillMessagesSettings.Till till) {
        return TILL + till.name() + ".documents";
    }

    static Collection<Fact<?>> all() {
        return BY_TYPE.values();
    }

    static @Nullable Fact<?> of(Class<?> type) {
        return BY_TYPE.get(type);
    }
}
