package io.noren.inventory.routing;

import java.util.Collection;
import java.util.Map;

/** How much locations have to do already. */
public interface OpenOrders {

    /** How many orders each of these has to prepare; those with none may be left out. */
    Map<String, Long> at(Collection<String> locations);
}
