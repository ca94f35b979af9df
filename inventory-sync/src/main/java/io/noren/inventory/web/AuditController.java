package io.noren.inventory.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.noren.inventory.StockAudit;
import io.noren.inventory.StockAuditor;
import io.noren.inventory.StockRepair;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/stock/audit")
class AuditController {

    private final StockAudit audit;
    private final StockAuditor auditor;
    private final StockRepair repair;

    AuditController(StockAudit audit, StockAuditor auditor, StockRepair repair) {
        this.audit = audit;
        this.auditor = auditor;
        this.repair = repair;
    }

    /** @param auditor what the one who always goes round has seen */
    record Answer(@JsonUnwrapped StockAudit.Report report, StockAuditor.Progress auditor) {}

    record RepairBody(@Nullable String reason) {}

    /** All cells, checked now in one look; and how far the auditor is who goes round anyway. */
    @GetMapping
    Answer audit() {
        LocationKeys.checkEverywhere("The audit tells of every location; this key is only for some.");
        return new Answer(audit.check(), auditor.progress());
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
