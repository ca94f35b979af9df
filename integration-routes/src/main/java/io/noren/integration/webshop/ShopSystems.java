package io.noren.integration.webshop;

import io.noren.inventory.Refusal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The shop systems that Noren speaks with, by name. */
@Component
class ShopSystems {
    private final Map<String, ShopSystem> byName;

    ShopSystems(List<ShopSystem> systems) {
        byName = new TreeMap<>(systems.stream().collect(Collectors.toMap(ShopSystem::name, Function.identity())));
    }

    /** @throws Refusal {@code UNKNOWN_SHOP_SYSTEM} with those that there are */
    ShopSystem named(String name) {
        ShopSystem system = byName.get(name);
        if (system == null) {
            throw new Refusal(
                    "UNKNOWN_SHOP_SYSTEM",
                    "There is no shop system '" + name + "'. Take one of: " + String.join(", ", byName.keySet()) + ".",
                    "system",
                    Map.of());
        }
        return system;
    }
}
