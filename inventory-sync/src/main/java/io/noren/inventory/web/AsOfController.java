package io.noren.inventory.web;

import io.noren.inventory.StockAsOf;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/stock/as-of")
class AsOfController {

    private final StockAsOf stock;

    AsOfController(StockAsOf stock) {
        this.stock = stock;
    }

    /** What was known at that instant, and what was true. */
    @GetMapping
    StockAsOf.Answer asOf(@RequestParam String sku, @RequestParam String location, @RequestParam String at) {
        LocationKeys.check(location);
        return stock.at(sku, location, RowReader.instant(at, "at"));
    }
}
