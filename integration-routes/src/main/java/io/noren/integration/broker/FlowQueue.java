package io.noren.integration.broker;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Every reader of facts: one flow, one durable queue with the flow's name. All copies of the application share it. */
public enum FlowQueue {
    SALE_TO_STOCK(Addresses.SALES),
    RETURN_TO_STOCK(Addresses.RETURNS),
    GOODS_TO_STOCK(Addresses.GOODS),
    /** Some at a time: each may be a whole store's. */
    COUNT_TO_STOCK(20, Addresses.STOCK_COUNTED, Addresses.COUNTS_TAKEN_BACK),
    SALE_TO_POINTS(Addresses.SALES),
    RETURN_TO_POINTS(Addresses.RETURNS),
    /** Some at a time: each locks an order. */
    ORDER_SOLD_TO_PICKUP(20, Addresses.CUSTOMER_ORDERS_SOLD),
    STOCK_TO_WEBSHOP(Addresses.STOCK_LEVELS),
    /** One at a time: each speaks of thousands of levels. */
    IMPORT_TO_WEBSHOP(1, Addresses.STOCK_IMPORTED),
    PICKUP_TO_WEBSHOP(
            Addresses.PICKUP_PLACED,
            Addresses.PICKUP_FELL_SHORT,
            Addresses.PICKUP_DELAYED,
            Addresses.PICKUP_RESCUE_OFFERED,
            Addresses.PICKUP_RESCUE_DECIDED,
            Addresses.PICKUP_REROUTED,
            Addresses.PICKUP_SENT,
            Addresses.PICKUP_GOODS_ARRIVED,
            Addresses.PICKUP_READY,
            Addresses.PICKUP_ARRIVED,
            Addresses.PICKUP_COLLECTED,
            Addresses.PICKUP_SOLD_AT_TILL,
            Addresses.PICKUP_RETURNED,
            Addresses.PICKUP_EXPIRED,
            Addresses.PICKUP_CANCELLED),
    PICKUP_TO_POINTS(
            Addresses.PICKUP_PLACED,
            Addresses.PICKUP_FELL_SHORT,
            Addresses.PICKUP_DELAYED,
            Addresses.PICKUP_RESCUE_OFFERED,
            Addresses.PICKUP_RESCUE_DECIDED,
            Addresses.PICKUP_REROUTED,
            Addresses.PICKUP_SENT,
            Addresses.PICKUP_GOODS_ARRIVED,
            Addresses.PICKUP_READY,
            Addresses.PICKUP_ARRIVED,
            Addresses.PICKUP_COLLECTED,
            Addresses.PICKUP_SOLD_AT_TILL,
            Addresses.PICKUP_RETURNED,
            Addresses.PICKUP_EXPIRED,
            Addresses.PICKUP_CANCELLED),
    /** The shopper is told: some at a time, each is a few statements. */
    PICKUP_TO_MESSAGES(
            50,
            Addresses.PICKUP_PLACED,
            Addresses.PICKUP_FELL_SHORT,
            Addresses.PICKUP_DELAYED,
            Addresses.PICKUP_RESCUE_OFFERED,
            Addresses.PICKUP_RESCUE_DECIDED,
            Addresses.PICKUP_REROUTED,
            Addresses.PICKUP_SENT,
            Addresses.PICKUP_GOODS_ARRIVED,
            Addresses.PICKUP_READY,
            Addresses.PICKUP_ARRIVED,
            Addresses.PICKUP_COLLECTED,
            Addresses.PICKUP_SOLD_AT_TILL,
            Addresses.PICKUP_RETURNED,
            Addresses.PICKUP_EXPIRED,
            Addresses.PICKUP_CANCELLED),
    ERASURE_TO_WEBSHOP(Addresses.MEMBERS_ERASED),
    ERASURE_TO_PICKUPS(Addresses.MEMBERS_ERASED),
    TILL_DOCUMENT_AGAIN(Addresses.TILL_DOCUMENTS_AGAIN),
    /** Some at a time: each is a transaction of its own. */
    WEBSHOP_ORDER_TO_STOCK(20, Addresses.WEBSHOP_ORDERS);

    private final String address;
    private final int most;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable map of constants
    private final Map<String, Fact<?>> facts;

    FlowQueue(Fact<?>... facts) {
        this(FactsConsumer.MOST, facts);
    }

    FlowQueue(int most, Fact<?>... facts) {
        this.most = most;
        this.address = facts[0].address();
        this.facts = Arrays.stream(facts).collect(toUnmodifiableMap(Fact::name, Function.identity()));
    }

    /** How many of its facts may go through the route as one exchange. */
    int most() {
        return most;
    }

    String address() {
        return address;
    }

    /** What comes out of this queue, by name. */
    Map<String, Fact<?>> facts() {
        return facts;
    }

    /** The queue of a flow by its name. */
    static FlowQueue of(String flow) {
        return valueOf(flow.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** The flow's name: of its route, its queue and its class, {@code sale-to-stock}. */
    public String flow() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String queue() {
        return "noren." + flow();
    }

    /** Where the flow's route reads from. */
    public String uri() {
        return "facts:" + flow();
    }

    /** The queue in the broker's own words, with the address that feeds it. */
    String fullName() {
        return address + "::" + queue();
    }
}
