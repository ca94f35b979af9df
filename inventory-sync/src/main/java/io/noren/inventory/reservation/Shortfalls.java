package io.noren.inventory.reservation;

import io.noren.inventory.Promise;
import io.noren.inventory.Quantities;
import io.noren.inventory.availability.Availability;
import io.noren.inventory.availability.AvailabilityAnswer.AtLocation;
import io.noren.inventory.availability.AvailabilityAnswer.OfItem;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What there is not enough for, and where there would be. */
@Component
class Shortfalls {

    private static final int MOST_OTHER_LOCATIONS = 10;

    private final Availability availability;

    Shortfalls(Availability availability) {
        this.availability = availability;
    }

    /** @param left the cells with too little, and how much is left there */
    List<Shortfall> of(HoldRequest request, List<Promise> left) {
        if (left.isEmpty()) {
            return List.of();
        }
        Set<String> skus = left.stream().map(Promise::sku).collect(Collectors.toSet());
        Map<String, List<AtLocation>> stock = availability.forChannel(request.channel(), skus, null).items().stream()
                .collect(Collectors.toMap(OfItem::sku, OfItem::locations));
        return request.lines().stream()
                .flatMap(line -> left.stream()
                        .filter(cell -> cell.isAtSameCell(line.promise()))
                        .map(cell -> shortfall(line, cell.quantity(), stock.getOrDefault(line.sku(), List.of()))))
                .toList();
    }

    private static Shortfall shortfall(HoldRequest.Line line, BigDecimal left, List<AtLocation> cells) {
        List<Shortfall.OtherLocation> others = cells.stream()
                .filter(cell -> !cell.location().equals(line.location()))
                .filter(cell -> cell.available().compareTo(line.quantity()) >= 0)
                .sorted(Comparator.comparing(AtLocation::available).reversed())
                .limit(MOST_OTHER_LOCATIONS)
                .map(cell -> new Shortfall.OtherLocation(cell.location(), cell.available()))
                .toList();
        return new Shortfall(line.line(), line.sku(), line.location(), Quantities.plain(line.quantity()), left, others);
    }
}
