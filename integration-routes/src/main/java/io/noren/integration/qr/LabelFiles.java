package io.noren.integration.qr;

import io.noren.integration.qr.CodeRefused.Reason;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Print-ready shelf labels. Without {@code format} the same address is the page on which they are chosen. */
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
     * @param query {@code sku}, up to {@value Labels#MOST_IN_ONE_REQUEST} times for a PDF, once for a picture
     */
    @GetMapping(path = "/labels", params = "format")
    ResponseEntity<byte[]> file(
            @RequestParam String location,
            @RequestParam String format,
            @RequestParam(defaultValue = "a4-24") String template,
            @RequestParam MultiValueMap<String, String> query,
            Authentication staff,
            HttpServletRequest request) {
        if (!mayWorkIn(location, staff)) {
            throw new CodeRefused(Reason.LOCATION_FORBIDDEN, "Your account is not for location " + location + ".");
        }
        // Not as a list parameter: Spring would take a comma within a SKU for two SKUs.
        List<String> sku = query.getOrDefault("sku", List.of());
        if (sku.size() > 1 && !format.equals("pdf")) {
            throw new CodeRefused(Reason.ONE_LABEL_PER_PICTURE, "A picture holds one label; ask for a PDF.");
        }
        List<LabelDrawing> drawings = labels.draw(location, sku, LabelTemplate.named(template), address.base(request));
        return switch (format) {
            case "pdf" -> file(MediaType.APPLICATION_PDF, "labels.pdf", PdfPen.draw(drawings));
            case "png" -> file(MediaType.IMAGE_PNG, "label.png", PngPen.draw(drawings.get(0)));
            case "svg" ->
                file(
                        MediaType.valueOf("image/svg+xml"),
                        "label.svg",
                        SvgPen.draw(drawings.get(0)).getBytes(StandardCharsets.UTF_8));
            default -> throw new CodeRefused(Reason.UNKNOWN_TEMPLATE, "The formats are pdf, svg and png.");
        };
    }

    private static boolean mayWorkIn(String location, Authentication staff) {
        return staff.getAuthorities().stream()
                .map(authority -> authority.getAuthority())
                .anyMatch(held -> "location:*".equals(held) || ("location:" + location).equals(held));
    }

    private static ResponseEntity<byte[]> file(MediaType type, String name, byte[] content) {
        return ResponseEntity.ok()
                .contentType(type)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.inline().filename(name).build().toString())
                .body(content);
    }
}
