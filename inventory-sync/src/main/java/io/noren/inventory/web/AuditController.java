package io.noren.inventory.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.noren.inventory.StockAudit;
import io.noren.inventory.StockAuditor;
import io.noren.inventory.StockRepair;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/stock/audit")
class AuditController {

    private final StockAudit audit;
    private final StockAuditor auditor;
    private final StockRepair repair;
    private final Duration within;

    AuditController(
            StockAudit audit,
            StockAuditor auditor,
            StockRepair repair,
            @Value("${noren.inventory.audit-within:PT10S}") Duration within) {
        this.audit = audit;
        this.auditor = auditor;
        this.repair = repair;
        this.within = within;
    }

    /** @param auditor what the one who always goes round has seen; only for who may see all of it */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Answer(@JsonUnwrapped StockAudit.Report report, StockAuditor.@Nullable Progress auditor) {}

    record RepairBody(@Nullable String reason) {}

    /**
     * Checks now, as far as it comes in some seconds: all cells, or those of an item or a location. While the answer has a
     * {@code next}, more is to be checked.
     */
    @GetMapping
    Answer audit(
            @RequestParam(required = false) @Nullable String sku,
            @RequestParam(required = false) @Nullable String location,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "" + StockAudit.MOST_CELLS) int limit) {
        if (location == null) {
            LocationKeys.checkEverywhere("The audit tells of every location; this key is only for some.");
        } else {
            LocationKeys.check(location);
        }
        int cells = Math.max(1, Math.min(limit, StockAudit.MOST_CELLS));
        StockAudit.Report report = audit.check(new StockAudit.Wanted(sku, location, after, cells, within));
        return new Answer(report, LocationKeys.openEverywhere() ? auditor.progress() : null);
    }

    /** How far the auditor is, without checking anything now. */
    @GetMapping("/progress")
    StockAuditor.Progress progress() {
        LocationKeys.checkEverywhere("The audit tells of every location; this key is only for some.");
        return auditor.progress();
    }

    /** Makes what does not add up add up again, by movements that say so. */
    @PostMapping("/repair")
    StockRepair.Report repair(@RequestBody RepairBody body) {
        LocationKeys.checkEverywhere("A repair concerns every location; this key is only for some.");
        return repair.repair(body.reason());
    }
}
