package io.noren.integration.assortment;

import io.noren.inventory.ReceiptCodes;
import io.noren.inventory.ReceiptCodes.Named;
import io.noren.inventory.availability.Availability;
import io.noren.inventory.availability.AvailabilityAnswer.AtLocation;
import io.noren.inventory.availability.AvailabilityAnswer.OfItem;
import io.noren.loyalty.recommendation.Assortment;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Answers from items and stock. What is sold here is what is available here, whatever a web shop may sell of it; what is
 * not here can be ordered if the web shop may promise it.
 */
@Component
class StockroomAssortment implements Assortment {
    private static final String SHOP = "web";

    private final ReceiptCodes codes;
    private final Availability availability;

    StockroomAssortment(ReceiptCodes codes, Availability availability) {
        this.codes = codes;
        this.availability = availability;
    }

    @Override
    public Map<String, Known> known(Collection<String> asked) {
        return codes.named(asked).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, code -> known(code.getValue())));
    }

    @Override
    public Map<String, Stock> stock(String location, Collection<String> skus) {
        Map<String, BigDecimal> here = new HashMap<>();
        for (OfItem item :
                availability.forChannel(SHOP, skus, List.of(location)).items()) {
            here.put(
                    item.sku(),
                    item.locations().stream().map(AtLocation::available).reduce(BigDecimal.ZERO, BigDecimal::add));
        }
        Set<String> elsewhere = skus.stream()
                .filter(sku -> here.getOrDefault(sku, BigDecimal.ZERO).signum() == 0)
                .collect(Collectors.toSet());
        Set<String> orderable = elsewhere.isEmpty() ? Set.of() : orderable(elsewhere);
        return skus.stream()
                .distinct()
                .collect(Collectors.toMap(
                        sku -> sku,
                        sku -> new Stock(here.getOrDefault(sku, BigDecimal.ZERO), orderable.contains(sku))));
    }

    private Set<String> orderable(Set<String> skus) {
        return availability.forChannel(SHOP, skus, null).items().stream()
                .filter(item -> item.available().compareTo(BigDecimal.ONE) >= 0)
                .map(OfItem::sku)
                .collect(Collectors.toSet());
    }

    private static Known known(Named item) {
        return new Known(item.sku(), item.name().ja(), item.name().en(), item.category(), item.stocked());
    }
}
