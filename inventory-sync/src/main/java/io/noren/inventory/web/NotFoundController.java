package io.noren.inventory.web;

import io.noren.inventory.availability.NotFoundReports;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What somebody looked for on the shelf in vain. */
@RestController
@RequestMapping("/api/v1/stock/not-found")
class NotFoundController {

    private final NotFoundReports reports;

    NotFoundController(NotFoundReports reports) {
        this.reports = reports;
    }

    record NotFound(
            @NotBlank String sku,
            @NotBlank String location,
            @Nullable String reason) {}

    record Found(@NotBlank String sku, @NotBlank String location) {}

    record Open(List<NotFoundReports.Report> reports) {}

    /** Nothing more is promised of it from there, until it is counted or found. */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    NotFoundReports.Report notFound(@Valid @RequestBody NotFound report) {
        LocationKeys.check(report.location());
        return reports.report(report.sku(), report.location(), report.reason());
    }

    /** It is there after all; the answer is the report that this ends. */
    @PostMapping("/found")
    NotFoundReports.Report found(@Valid @RequestBody Found found) {
        LocationKeys.check(found.location());
        return reports.found(found.sku(), found.location());
    }

    /** The open reports of a location, the oldest first, at most 500. */
    @GetMapping
    Open open(@RequestParam String location, @RequestParam(defaultValue = "100") int limit) {
        LocationKeys.check(location);
        return new Open(reports.openAt(location, Pages.limit(limit)));
    }
}
