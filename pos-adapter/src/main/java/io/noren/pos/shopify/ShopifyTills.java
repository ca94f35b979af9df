package io.noren.pos.shopify;

import java.net.URI;

/** For whoever follows a shop's orders: those of its tills may be told by the tills already. */
public interface ShopifyTills {

    /** Whether what the tills of the shop at this address sell is read here; then nobody else may count it. */
    boolean areReadOf(URI shop);
}
