package io.noren.integration.qr.resolver;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * What a request would rather have of several links of one type: in this context, of a media type that it takes, in the
 * language that it likes best, of the media type that it likes best. Each question is asked of those that the one before
 * left; a question that none of them answers is passed over, because a redirect to the second best is better than none.
 */
final class Wanted {
    private static final String ANY = "*";

    /** What is of no told type is taken where nothing else is. */
    private static final double UNTOLD = 0.001;

    private final @Nullable String context;
    private final List<LanguageRange> languages;
    private final List<LanguageRange> refusedLanguages;
    private final List<MediaType> mediaTypes;

    private Wanted(@Nullable String context, List<LanguageRange> ranges, List<MediaType> mediaTypes) {
        this.context = context;
        this.languages = ranges.stream().filter(range -> range.getWeight() > 0).toList();
        this.refusedLanguages =
                ranges.stream().filter(range -> range.getWeight() == 0).toList();
        this.mediaTypes = mediaTypes;
    }

    static Wanted of(HttpServletRequest request, @Nullable String context) {
        return new Wanted(
                context,
                languages(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE)),
                mediaTypes(request.getHeader(HttpHeaders.ACCEPT)));
    }

    /** By falling preference; a header that cannot be read asks for nothing. */
    private static List<LanguageRange> languages(@Nullable String header) {
        try {
            return header == null ? List.of() : LanguageRange.parse(header);
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    static List<MediaType> mediaTypes(@Nullable String header) {
        try {
            return MediaType.parseMediaTypes(header);
        } catch (InvalidMediaTypeException e) {
            return List.of();
        }
    }

    /** What the most particular of these ranges that covers the type says of it; 0 where none does. */
    static double quality(List<MediaType> ranges, MediaType type) {
        return ranges.stream()
                .filter(range -> range.includes(type))
                .max(Comparator.comparing(MediaType::isConcrete)
                        .thenComparing(range -> !range.isWildcardType())
                        .thenComparing(MediaType::getQualityValue))
                .map(MediaType::getQualityValue)
                .orElse(0.0);
    }

    /** Those that nothing in the request tells apart; at least one. */
    List<Link> of(List<Link> links) {
        List<Link> left = inContext(links);
        left = orAll(left, link -> quality(link) > 0);
        left = inLanguage(left);
        double best = left.stream().mapToDouble(this::quality).max().orElse(0);
        return orAll(left, link -> quality(link) == best);
    }

    /** Whether the request says anything that this link answers better than one that is there for everybody. */
    boolean asksFor(Link link) {
        return (context != null && context.equalsIgnoreCase(link.context()))
                || languages.stream()
                        .anyMatch(range -> !range.getRange().equals(ANY)
                                && !speaking(List.of(link), range.getRange()).isEmpty());
    }

    boolean takes(Link link) {
        return quality(link) > 0;
    }

    private List<Link> inContext(List<Link> links) {
        List<Link> asked = links.stream()
                .filter(link -> context != null && context.equalsIgnoreCase(link.context()))
                .toList();
        return asked.isEmpty() ? orAll(links, link -> link.context() == null) : asked;
    }

    private List<Link> inLanguage(List<Link> links) {
        List<Link> left = orAll(links, link -> !isRefused(link));
        for (LanguageRange range : languages) {
            if (range.getRange().equals(ANY)) {
                break;
            }
            List<Link> speaking = speaking(left, range.getRange());
            if (!speaking.isEmpty()) {
                return speaking;
            }
        }
        return orAll(left, link -> link.languages().isEmpty());
    }

    /** Those in this very language; else in a kind of it; else in what it is a kind of, and so on (RFC 4647). */
    private static List<Link> speaking(List<Link> links, String wanted) {
        for (String range = wanted; !range.isEmpty(); range = wider(range)) {
            String now = range;
            List<Link> exactly =
                    links.stream().filter(link -> speaks(link, now, false)).toList();
            List<Link> speaking = exactly.isEmpty()
                    ? links.stream().filter(link -> speaks(link, now, true)).toList()
                    : exactly;
            if (!speaking.isEmpty()) {
                return speaking;
            }
        }
        return List.of();
    }

    private static String wider(String range) {
        return range.substring(0, Math.max(0, range.lastIndexOf('-')));
    }

    private static boolean speaks(Link link, String range, boolean orAKindOfIt) {
        return orAKindOfIt
                ? !Locale.filterTags(List.of(new LanguageRange(range)), link.languages())
                        .isEmpty()
                : link.languages().stream().anyMatch(range::equalsIgnoreCase);
    }

    private boolean isRefused(Link link) {
        return !link.languages().isEmpty()
                && link.languages().stream().allMatch(tag -> names(refusedLanguages, tag) && !names(languages, tag));
    }

    private static boolean names(List<LanguageRange> ranges, String tag) {
        return ranges.stream()
                .filter(range -> !range.getRange().equals(ANY))
                .anyMatch(range -> !Locale.filterTags(List.of(new LanguageRange(range.getRange())), List.of(tag))
                        .isEmpty());
    }

    private double quality(Link link) {
        if (mediaTypes.isEmpty()) {
            return 1;
        } else if (link.mediaType() == null) {
            return UNTOLD;
        }
        return quality(mediaTypes, MediaType.parseMediaType(link.mediaType()));
    }

    private static List<Link> orAll(List<Link> links, Predicate<Link> condition) {
        List<Link> found = links.stream().filter(condition).toList();
        return found.isEmpty() ? links : found;
    }
}
