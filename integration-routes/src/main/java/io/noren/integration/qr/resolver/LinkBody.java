package io.noren.integration.qr.resolver;

import io.noren.integration.qr.gs1.DigitalLink;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A link as the API has it.
 *
 * @param qualifiers by their application identifiers; absent: the link is about the item as such
 */
record LinkBody(
        @NotNull String linkType,
        @NotNull String href,
        @NotNull String title,
        @Nullable List<@NotNull String> languages,
        @Nullable String mediaType,
        @Nullable String context,
        @Nullable Map<String, @NotNull String> qualifiers,
        @Nullable Boolean isDefault) {

    static LinkBody of(Link link) {
        Map<String, String> qualifiers = new TreeMap<>();
        DigitalLink.read("/01/" + LinkRules.SOME_ITEM + link.level(), "")
                .qualifiers()
                .forEach(each -> qualifiers.put(each.identifier(), each.value()));
        return new LinkBody(
                LinkTypes.shortName(link.type()),
                link.href(),
                link.title(),
                link.languages().isEmpty() ? null : link.languages(),
                link.mediaType(),
                link.context(),
                qualifiers.isEmpty() ? null : qualifiers,
                link.isDefault());
    }
}
