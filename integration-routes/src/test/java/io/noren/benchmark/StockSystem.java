package io.noren.benchmark;

/** A system that keeps stock in a PostgreSQL, driven over its own HTTP API, one item at one location at a time. */
interface StockSystem extends AutoCloseable {
    /** Its name and version. */
    String name();

    /** Starts it and makes what it needs to sell anything. */
    void start() throws Exception;

    /** Puts an item on sale, so many pieces of it. */
    void sells(String sku, int quantity) throws Exception;

    /** Changes how many there are of one item, durably. */
    void write(String sku) throws Exception;

    /** Asks what may be sold of one item, as a storefront does. */
    void read(String sku) throws Exception;

    /**
     * Has one piece kept.
     *
     * @return whether it was; false when the system says that there are not enough
     * @throws Exception when the system says anything else
     */
    boolean reserve(String sku) throws Exception;

    /** How many pieces of this item are kept by now, by the system's own account. */
    int kept(String sku) throws Exception;

    @Override
    void close() throws Exception;
}
