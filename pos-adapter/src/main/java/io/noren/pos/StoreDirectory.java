package io.noren.pos;

import java.time.ZoneId;
import java.util.Optional;

/** What the till adapter must be told about stores; the hub answers from the locations it knows. */
public interface StoreDirectory {

    /** The store that a source's own store code stands for; empty when nobody knows it. */
    Optional<Store> find(String source, String storeCode);

    /**
     * @param location the store's id with us
     * @param zone where a till's time without a zone is meant
     */
    record Store(String location, ZoneId zone) {}
}
