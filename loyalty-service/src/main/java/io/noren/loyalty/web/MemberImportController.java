package io.noren.loyalty.web;

import io.noren.loyalty.csv.MemberImport;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Members of another system, from a file. */
@RestController
class MemberImportController {
    private final MemberImport imports;

    MemberImportController(MemberImport imports) {
        this.imports = imports;
    }

    @PostMapping(path = "/api/v1/members/imports", consumes = "text/csv")
    MemberImport.Report take(@RequestBody byte[] file, @RequestParam(defaultValue = "false") boolean dryRun) {
        return imports.take(file, dryRun);
    }
}
