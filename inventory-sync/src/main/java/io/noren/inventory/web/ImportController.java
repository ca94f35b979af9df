package io.noren.inventory.web;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.noren.inventory.Refusal;
import io.noren.inventory.StagedMovements.Rejected;
import io.noren.inventory.imports.Rejections;
import io.noren.inventory.imports.StockImport;
import io.noren.inventory.imports.StockImports;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/stock/imports")
class ImportController {

    private static final int LONGEST_KEY = 255;
    private static final String CSV = "text/csv";

    private final StockImports imports;
    private final Rejections rejections;

    ImportController(StockImports imports, Rejections rejections) {
        this.imports = imports;
        this.rejections = rejections;
    }

    record Receipt(UUID id) {}

    record Progress(
            UUID id,
            String mode,
            boolean dryRun,
            String state,
            long rows,
            long recorded,
            long unchanged,
            long duplicates,
            long rejected,
            long held,
            List<UUID> heldChanges,
            @Nullable String heldBecause,
            @Nullable String code,
            @Nullable String detail,
            boolean setAside,
            @Nullable String lastFailure,
            @Nullable Instant nextTryAt,
            String format,
            String charset,
            long size,
            String sender,
            Instant receivedAt,
            @Nullable Instant finishedAt) {

        static Progress of(StockImport one) {
            return new Progress(
                    one.id(),
                    one.mode().name().toLowerCase(Locale.ROOT),
                    one.dryRun(),
                    one.state().name(),
                    one.rows(),
                    one.recorded(),
                    one.unchanged(),
                    one.duplicates(),
                    one.rejected(),
                    one.held().rows(),
                    one.held().changes(),
                    one.held().detail(),
                    one.code(),
                    one.detail(),
                    one.trouble().setAside(),
                    one.trouble().lastFailure(),
                    one.trouble().nextTryAt(),
                    one.format().name(),
                    one.charset(),
                    one.size(),
                    one.caller(),
                    one.receivedAt(),
                    one.finishedAt());
        }
    }

    record Page(List<Progress> items, @Nullable String next) {}

    record Rows(List<Rejected> items, @Nullable String next) {}

    /** Answers only when the file is durable; then the work on it goes on whatever happens. */
    @PostMapping
    ResponseEntity<Receipt> receive(
            @RequestParam String mode,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            HttpServletRequest request)
            throws IOException {
        if (key != null && (key.isBlank() || key.length() > LONGEST_KEY)) {
            throw new Refusal(
                    "IDEMPOTENCY_KEY_INVALID",
                    "The header Idempotency-Key must have 1 to " + LONGEST_KEY + " characters.");
        }
        MediaType type = type(request);
        StockImports.Receipt receipt = imports.receive(
                new StockImports.Sent(
                        mode(mode),
                        dryRun,
                        format(type),
                        type.getParameter("charset"),
                        packed(request),
                        Objects.requireNonNullElse(request.getRemoteUser(), "system"),
                        key,
                        LocationKeys.bound()),
                request.getInputStream());
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.accepted().location(URI.create("/api/v1/stock/imports/" + receipt.id()));
        if (!receipt.fresh()) {
            answer.header("Idempotency-Replayed", "true");
        }
        return answer.body(new Receipt(receipt.id()));
    }

    @GetMapping
    Page imports(@RequestParam(required = false) @Nullable String after, @RequestParam(defaultValue = "50") int limit) {
        LocationKeys.checkEverywhere("The list tells of imports for every location; this key is only for some.");
        StockImports.Page page = imports.newest(after == null ? null : number(after), limit);
        return new Page(
                page.imports().stream().map(Progress::of).toList(),
                page.imports().isEmpty() ? null : String.valueOf(page.next()));
    }

    @GetMapping("/{id}")
    Progress progress(@PathVariable UUID id) {
        return Progress.of(find(id));
    }

    /** Tries again now what was set aside, or waits for its next try. */
    @PostMapping("/{id}/retry")
    Progress retry(@PathVariable UUID id) {
        return Progress.of(imports.retry(find(id).id()));
    }

    /** Gives up what was set aside, or waits for its turn. */
    @PostMapping("/{id}/drop")
    Progress drop(@PathVariable UUID id, HttpServletRequest request) {
        return Progress.of(imports.drop(find(id).id(), Objects.requireNonNullElse(request.getRemoteUser(), "system")));
    }

    @GetMapping(path = "/{id}/rejections", produces = MediaType.APPLICATION_JSON_VALUE)
    Rows rejections(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "100") int limit) {
        List<Rejected> rows = rejections.of(find(id).id(), after == null ? 0 : number(after), limit);
        return new Rows(
                rows,
                rows.isEmpty() ? null : String.valueOf(rows.get(rows.size() - 1).line()));
    }

    /** All of them, for a spreadsheet; a page of them is in memory at a time. */
    @GetMapping(path = "/{id}/rejections", produces = CSV)
    void rejectionsAsCsv(@PathVariable UUID id, HttpServletResponse response) throws IOException {
        UUID found = find(id).id();
        response.setContentType(CSV);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        CsvWriter csv = CsvWriter.builder().build(response.getWriter());
        csv.writeRecord("line", "code", "field", "detail");
        long after = 0;
        for (List<Rejected> page = rejections.of(found, after, Rejections.MOST);
                !page.isEmpty();
                page = rejections.of(found, after, Rejections.MOST)) {
            for (Rejected row : page) {
                csv.writeRecord(
                        String.valueOf(row.line()),
                        row.code(),
                        Objects.requireNonNullElse(row.field(), ""),
                        row.detail());
                after = row.line();
            }
        }
        csv.flush();
    }

    private StockImport find(UUID id) {
        return imports.find(id)
                .filter(one -> LocationKeys.openEverywhere()
                        || (one.locations() != null && one.locations().stream().allMatch(LocationKeys::open)))
                .orElseThrow(() -> new Refusal("NO_SUCH_IMPORT", "No import has this id."));
    }

    private static StockImport.Mode mode(String name) {
        return Arrays.stream(StockImport.Mode.values())
                .filter(mode -> mode.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() ->
                        new Refusal("UNKNOWN_MODE", "No mode '" + name + "': counts or movements.", "mode", Map.of()));
    }

    private static MediaType type(HttpServletRequest request) {
        try {
            return MediaType.parseMediaType(Objects.requireNonNullElse(request.getContentType(), ""));
        } catch (InvalidMediaTypeException e) {
            Refusal refusal = unsupportedType();
            refusal.initCause(e);
            throw refusal;
        }
    }

    private static StockImport.Format format(MediaType type) {
        return switch (type.getType() + "/" + type.getSubtype()) {
            case CSV -> StockImport.Format.CSV;
            case "application/x-ndjson" -> StockImport.Format.NDJSON;
            default -> throw unsupportedType();
        };
    }

    private static Refusal unsupportedType() {
        return new Refusal(
                "UNSUPPORTED_IMPORT_TYPE",
                "Send Content-Type text/csv or application/x-ndjson and the file as the body.");
    }

    private static boolean packed(HttpServletRequest request) {
        String encoding = Objects.requireNonNullElse(request.getHeader(HttpHeaders.CONTENT_ENCODING), "identity");
        return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
            case "identity" -> false;
            case "gzip", "x-gzip" -> true;
            default ->
                throw new Refusal("UNSUPPORTED_CONTENT_ENCODING", "Send the file as it is, or packed with gzip.");
        };
    }

    private static long number(String cursor) {
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            Refusal refusal = new Refusal("BAD_CURSOR", "Give back the 'next' you got.", "after", Map.of());
            refusal.initCause(e);
            throw refusal;
        }
    }
}
