package io.noren.integration.qr.resolver;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/** Whether a request wants the list of all links, and as what; whether it comes from a person. */
final class AskedForm {
    static final MediaType JSON_LD = MediaType.valueOf("application/ld+json");
    private static final List<MediaType> OF_LISTS = List.of(Linkset.TYPE, MediaType.APPLICATION_JSON, JSON_LD);

    private AskedForm() {}

    /** As what the list is wanted; empty when the request is for one link. */
    static Optional<MediaType> ofList(HttpServletRequest request, @Nullable String linkType) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        boolean named = linkType != null && LinkTypes.isLinkset(linkType);
        if (!named && (accept == null || !accept.contains("json"))) {
            return Optional.empty();
        }
        List<MediaType> ranges = Wanted.mediaTypes(accept);
        MediaType best = best(ranges);
        double page = Wanted.quality(ranges, MediaType.TEXT_HTML);
        double data = Wanted.quality(ranges, best);
        if (named) {
            return Optional.of(names(ranges, MediaType.TEXT_HTML) && page >= data ? MediaType.TEXT_HTML : best);
        }
        // Whoever names the very form of linksets means it; others name JSON beside anything.
        boolean meant = names(ranges, best) && (best.equals(Linkset.TYPE) ? data > 0 && data >= page : data > page);
        return meant ? Optional.of(best) : Optional.empty();
    }

    /** Browsers name HTML in Accept; programs name JSON or nothing. */
    static boolean asksForPage(HttpServletRequest request) {
        return names(Wanted.mediaTypes(request.getHeader(HttpHeaders.ACCEPT)), MediaType.TEXT_HTML);
    }

    /** Whether JSON is liked better than a page. */
    static boolean wantsData(HttpServletRequest request) {
        List<MediaType> ranges = Wanted.mediaTypes(request.getHeader(HttpHeaders.ACCEPT));
        return Wanted.quality(ranges, MediaType.APPLICATION_JSON) > Wanted.quality(ranges, MediaType.TEXT_HTML);
    }

    private static MediaType best(List<MediaType> ranges) {
        MediaType best = Linkset.TYPE;
        for (MediaType type : OF_LISTS) {
            boolean better = names(ranges, type)
                    && (!names(ranges, best) || Wanted.quality(ranges, type) > Wanted.quality(ranges, best));
            best = better ? type : best;
        }
        return best;
    }

    private static boolean names(List<MediaType> ranges, MediaType type) {
        return ranges.stream().anyMatch(range -> range.equalsTypeAndSubtype(type) && range.getQualityValue() > 0);
    }
}
