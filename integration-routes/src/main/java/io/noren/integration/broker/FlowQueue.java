package io.noren.integration.broker;

import java.util.Locale;

/** Every reader of a fact: one flow, one durable queue with the flow's name. All copies of the application share it. */
public enum FlowQueue {
    SALE_TO_STOCK(Addresses.SALES),
    RETURN_TO_STOCK(Addresses.RETURNS),
    SALE_TO_POINTS(Addresses.SALES),
    RETURN_TO_POINTS(Addresses.RETURNS),
    STOCK_TO_WEBSHOP(Addresses.STOCK_LEVELS),
    TILL_DOCUMENT_AGAIN(Addresses.TILL_DOCUMENTS_AGAIN);

    /** How many messages one copy of the application takes at the same time. */
    private static final int READERS = 4;

    @SuppressWarnings("ImmutableEnumChecker") // a record of constants and a method reference
    private final Fact<?> fact;

    FlowQueue(Fact<?> fact) {
        this.fact = fact;
    }

    public Fact<?> fact() {
        return fact;
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
        return "jms:queue:" + fact.address() + "::" + queue() + "?concurrentConsumers=" + READERS;
    }
}
