package io.noren.pos.vendor;

import io.noren.pos.StoreDirectory;
import io.noren.pos.StoreDirectory.Store;
import io.noren.pos.TillTime;
import io.noren.pos.ToldKey;
import io.noren.pos.dialect.CardNumber;
import io.noren.pos.dialect.TillWords;
import io.noren.pos.dialect.Unreadable;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Names the transactions of systems that number nothing: by the vendor's id, on the day that it was in the store. */
@Component
public class VendorKeys {
    /** Of a vendor that does not say which till it was. */
    public static final String ONLY_TILL = "pos";

    private static final int LONGEST_ID = 200;

    /** Vendors' ids are words of ASCII; what else comes is no id, and might be nothing that can be stored. */
    private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1," + LONGEST_ID + "}");

    private final StoreDirectory stores;

    public VendorKeys(StoreDirectory stores) {
        this.stores = stores;
    }

    /** The member's card of a transaction, where the source's settings say that the vendor's customers are members. */
    public static @Nullable String card(VendorSource settings, String customer) {
        return settings.customersAreCards() && ID.matcher(customer).matches() ? CardNumber.read(customer) : null;
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
        if (!ID.matcher(id).matches()) {
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
