package io.noren.integration.qr.resolver;

import io.noren.integration.qr.PublicAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says what kind of resolver this is, at the place where GS1's standard has programs look for it. */
@RestController
class ResolverDescription {
    private final PublicAddress address;

    ResolverDescription(PublicAddress address) {
        this.address = address;
    }

    @GetMapping(path = "/.well-known/gs1resolver", produces = MediaType.APPLICATION_JSON_VALUE)
    Map<String, Object> describe(HttpServletRequest request) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("name", "Noren");
        description.put("resolverRoot", address.base(request).toString());
        description.put("supportedPrimaryKeys", List.of(ScannedCode.GTIN));
        description.put(
                "supportedLinkType", List.of(Map.of("namespace", LinkTypes.NAMESPACE, "prefix", LinkTypes.PREFIX)));
        description.put("linkTypeDefaultCanBeLinkset", false);
        description.put("jsonLdContextLocation", Linkset.CONTEXT);
        return description;
    }
}
