package io.noren.pos.csv;

import io.noren.pos.TillTransaction.Kind;
import org.jspecify.annotations.Nullable;

/** What a row is about: goods, or the whole of a transaction that moves none. */
enum RowKind {
    SALE(null),
    RETURN(null),
    /** Takes back goods of an earlier row of the same transaction. */
    VOID(null),
    /** A fee, a discount, a gift card: moves no stock. */
    NOT_STOCK(null),
    CONTROL(Kind.CONTROL),
    SUSPENDED(Kind.SUSPENDED),
    CANCELLED(Kind.CANCELLED),
    TRAINING(Kind.TRAINING),
    POST_VOID(Kind.POST_VOID);

    private final @Nullable Kind still;

    RowKind(@Nullable Kind still) {
        this.still = still;
    }

    /** The kind of a transaction that has such a row and therefore no goods; null for what moves goods. */
    @Nullable
    Kind still() {
        return still;
    }
}
