package io.noren.loyalty.web;

import io.noren.loyalty.privacy.MemberExport;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is known about a member, for them. */
@RestController
@RequestMapping("/api/v1/members/{id}/export")
class MemberExportController {
    private final MemberExport export;

    MemberExportController(MemberExport export) {
        this.export = export;
    }

    @GetMapping
    ResponseEntity<MemberExport.Document> export(@PathVariable UUID id) {
        MemberExport.Document document = export.of(id);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"member-" + document.member() + ".json\"")
                .body(document);
    }
}
