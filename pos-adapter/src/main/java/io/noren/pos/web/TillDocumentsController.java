package io.noren.pos.web;

import io.noren.pos.LocationBinding;
import io.noren.pos.Refusal;
import io.noren.pos.SequenceGaps;
import io.noren.pos.SpooledContent;
import io.noren.pos.TillDocuments;
import io.noren.pos.Tills;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/pos")
class TillDocumentsController {
    private final TillDocuments documents;
    private final SequenceGaps gaps;
    private final Tills tills;
    private final Spool spool;
    private final SignedDeliveries signed;
    private final Clock clock;

    TillDocumentsController(
            TillDocuments documents,
            SequenceGaps gaps,
            Tills tills,
            Spool spool,
            SignedDeliveries signed,
            Clock clock) {
        this.documents = documents;
        this.gaps = gaps;
        this.tills = tills;
        this.spool = spool;
        this.signed = signed;
        this.clock = clock;
    }

    /** Answers only when all that the document tells is durable, so a till may forget what it has sent. */
    @PostMapping("/{source}/documents")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Object receive(@PathVariable String source, HttpServletRequest request) throws IOException {
        Instant receivedAt = clock.instant();
        if (signed.areFrom(source)) {
            return signed.receive(source, request, receivedAt);
        }
        requireReadable(source, request);
        LocationBinding binding = Callers.binding();
        try (SpooledContent document = spool.write(request.getInputStream(), request.getContentLengthLong())) {
            return documents.receive(source, document, receivedAt, binding);
        }
    }

    @GetMapping("/documents/{id}")
    TillDocuments.Account account(@PathVariable UUID id) {
        return documents.account(id, Callers.binding());
    }

    /** @param tills in the order of their names */
    record Gaps(String location, LocalDate businessDay, List<SequenceGaps.TillDay> tills) {}

    @GetMapping("/gaps")
    Gaps gaps(@RequestParam String location, @RequestParam LocalDate businessDay) {
        requireCovered(location);
        return new Gaps(location, businessDay, gaps.of(location, businessDay));
    }

    /** @param tills in the order of their stores and names */
    record TillList(List<Tills.Till> tills) {}

    @GetMapping("/tills")
    TillList tills(@RequestParam @Nullable String location) {
        if (location != null) {
            requireCovered(location);
        }
        return new TillList(tills.of(location == null ? Callers.binding() : LocationBinding.to(List.of(location))));
    }

    private static void requireCovered(String location) {
        if (!Callers.binding().covers(location)) {
            throw new Refusal(
                    "LOCATION_FORBIDDEN", "This key is not for location " + location + ".", "location", Map.of());
        }
    }

    /** Who does not say what it is sending is believed to send what its source speaks. */
    private void requireReadable(String source, HttpServletRequest request) {
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new Refusal(
                    "UNSUPPORTED_CONTENT_ENCODING", "Send the document uncompressed, without Content-Encoding.");
        }
        String type = request.getContentType();
        List<MimeType> readable = documents.mediaTypes(source);
        if (type != null && readable.stream().noneMatch(candidate -> includes(candidate, type))) {
            throw new Refusal(
                    "UNSUPPORTED_DOCUMENT_TYPE",
                    "This source's documents are read as " + readable.get(0) + ": send that as Content-Type.");
        }
    }

    private static boolean includes(MimeType readable, String type) {
        try {
            return readable.includes(MimeType.valueOf(type));
        } catch (InvalidMimeTypeException e) {
            return false;
        }
    }
}
