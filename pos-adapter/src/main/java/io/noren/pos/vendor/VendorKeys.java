package io.noren.pos.vendor;

import io.noren.pos.StoreDirectory;
import io.noren.pos.StoreDirectory.Store;
import io.noren.pos.TillTime;
import io.noren.pos.ToldKey;
import io.noren.pos.dialect.TillWords;
import io.noren.pos.dialect.Unreadable;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Names the transactions of systems that number nothing: by the vendor's id, on the day that it was in the store. */
@Component
public class VendorKeys {
    /** Of a vendor that does not say which till it was. */
    public static final String ONLY_TILL = "pos";

    private static final int LONGEST_ID = 200;

    private final StoreDirectory stores;

    VendorKeys(StoreDirectory stores) {
        this.stores = stores;
    }

    /**
     * @param location the vendor's id of the store
     * @param till the vendor's id of the device; null where it does not say
     * @param id the vendor's own of the transaction
     * @throws Unreadable {@code UNREADABLE_KEY} when one of them can be no part of a key
     */
    public ToldKey key(
            String source,
            VendorSource settings,
            @Nullable String location,
            @Nullable String till,
            TillTime at,
            String id,
            int place)
            throws Unreadable {
        String store = TillWords.name(
                location == null ? null : settings.storeCode(location), "location of the vendor's", place);
        if (id.isEmpty() || id.length() > LONGEST_ID || id.indexOf('\0') >= 0) {
            throw new Unreadable(
                    "UNREADABLE_KEY",
                    "The transaction has no usable id (1 to " + LONGEST_ID + " characters); without it nobody can tell"
                            + " whether it came before.",
                    place);
        }
        // The day of a store that nobody knows yet is told by UTC; the transaction waits for the store anyway.
        ZoneId zone = stores.find(source, store).map(Store::zone).orElse(ZoneOffset.UTC);
        LocalDate day = at.in(zone).atZone(zone).toLocalDate();
        return ToldKey.unnumbered(
                store, day, till == null || till.isEmpty() ? ONLY_TILL : TillWords.name(till, "till", place), id);
    }
}
