package io.noren.integration.qr.resolver;

import io.noren.integration.qr.PublicAddress;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes whatever a scanner read: to a browser it answers with the way to the item, to a program with what the code says.
 * Of our own host only; a code cannot name another place to go to.
 */
@RestController
class ScannedTextResolver {
    private final ScannedTexts items;
    private final PublicAddress address;

    ScannedTextResolver(ScannedTexts items, PublicAddress address) {
        this.items = items;
        this.address = address;
    }

    @GetMapping("/resolve")
    ResponseEntity<?> resolve(@RequestParam(defaultValue = "") String code, HttpServletRequest request) {
        return answer(items.read(code, address.base(request)), request);
    }

    private ResponseEntity<?> answer(ScannedTexts.Read read, HttpServletRequest request) {
        if (AskedForm.wantsData(request)) {
            return ResponseEntity.ok()
                    .contentType(MediaType.APPLICATION_JSON)
                    .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                    .body(read);
        }
        return ResponseEntity.status(HttpStatus.TEMPORARY_REDIRECT)
                .header(HttpHeaders.LOCATION, address.sure(request) + (read.link() == null ? read.page() : read.link()))
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .build();
    }
}
