package io.noren.integration.flow;

import io.noren.integration.broker.ParkedMessages;
import io.noren.inventory.Item;
import io.noren.inventory.ItemChanged;
import io.noren.inventory.LocationChanged;
import io.noren.inventory.NumberRuleChanged;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** An item, a store or a number rule takes up what was waiting for it, in the transaction in which it appears. */
@Component
class MasterDataToParked {
    private final ParkedMessages parked;

    MasterDataToParked(ParkedMessages parked) {
        this.parked = parked;
    }

    @EventListener
    void on(ItemChanged changed) {
        Item item = changed.item();
        Stream<String> codes =
                item.codes().stream().map(code -> WaitingFor.item(code.scheme().name(), code.value()));
        Stream<String> numbers = Stream.of(WaitingFor.item("SKU", item.sku()));
        Stream<String> gtin = item.gtin() == null ? Stream.of() : Stream.of(WaitingFor.item("GTIN", item.gtin()));
        parked.retryWaitingFor(
                Stream.of(codes, numbers, gtin).flatMap(all -> all).toList());
    }

    @EventListener
    void on(NumberRuleChanged changed) {
        parked.retryWaitingFor(List.of(WaitingFor.numberRule(changed.prefix())));
    }

    @EventListener
    void on(LocationChanged changed) {
        parked.retryWaitingFor(WaitingFor.namesOf(changed.location()).stream()
                .map(WaitingFor::location)
                .toList());
    }
}
