package io.noren.integration.qr.label;

import io.noren.integration.qr.PublicAddress;
import io.noren.integration.qr.label.LabelRefused.Reason;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Print-ready shelf labels, to look at or to print a few: nothing is remembered of them. Without {@code format} the same
 * address is the page on which they are chosen.
 */
@RestController
class LabelFiles {
    private final Labels labels;
    private final PublicAddress address;

    LabelFiles(Labels labels, PublicAddress address) {
        this.labels = labels;
        this.address = address;
    }

    /**
     * @param format {@code pdf}, {@code svg} or {@code png}
     * @param template see {@link LabelTemplate}
     * @param beforeTax whether the price before tax is printed, too
     * @param query {@code sku}, up to {@value Labels#MOST_IN_ONE_REQUEST} times for a PDF, once for a picture
     */
    @GetMapping(path = "/labels", params = "format")
    ResponseEntity<byte[]> file(
            @RequestParam String location,
            @RequestParam String format,
            @RequestParam(defaultValue = "a4-24") String template,
            @RequestParam(defaultValue = "false") boolean beforeTax,
            @RequestParam MultiValueMap<String, String> query,
            Authentication staff,
            HttpServletRequest request) {
        WhoPrints.checked(staff, location);
        LabelFormat wanted = LabelFormat.named(format);
        // Not as a list parameter: Spring would take a comma within a SKU for two SKUs.
        List<String> sku = query.getOrDefault("sku", List.of());
        if (sku.size() > 1 && wanted != LabelFormat.PDF) {
            throw new LabelRefused(Reason.ONE_LABEL_PER_PICTURE, "format", "A picture holds one label; ask for a PDF.");
        }
        List<LabelDrawing> drawings = labels.draw(
                location, sku, new Labels.Style(LabelTemplate.named(template), beforeTax, address.base(request)));
        return switch (wanted) {
            case PDF -> file(wanted, "labels", PdfSheets.draw(drawings));
            case SVG, PNG -> file(wanted, "label", wanted.picture(drawings.get(0)));
        };
    }

    private static ResponseEntity<byte[]> file(LabelFormat format, String name, byte[] content) {
        return ResponseEntity.ok()
                .contentType(format.type())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.inline()
                                .filename(name + "." + format.id())
                                .build()
                                .toString())
                .body(content);
    }
}
