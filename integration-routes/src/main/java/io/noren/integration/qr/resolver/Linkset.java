package io.noren.integration.qr.resolver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.context.MessageSource;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * Tells links as a linkset (RFC 9264) of the form that GS1's schema has: one entry for each level, from the code's own up to
 * the item, and in it the links by their types.
 */
@Component
class Linkset {
    static final MediaType TYPE = MediaType.valueOf("application/linkset+json");

    /** What makes JSON-LD of it. */
    static final String CONTEXT = "https://ref.gs1.org/standards/resolver/1.2.0/linkset-context";

    private final MessageSource messages;

    Linkset(MessageSource messages) {
        this.messages = messages;
    }

    /** The same with what makes JSON-LD of it. */
    static Map<String, Object> withContext(Map<String, Object> linkset) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("@context", CONTEXT);
        told.putAll(linkset);
        return told;
    }

    /** All that is known of a code, with which link is its default. */
    Map<String, Object> of(ResolvedItem item, ScannedCode code, String base, Locale language) {
        List<Object> entries = new ArrayList<>();
        for (String level : code.levels()) {
            List<Link> links = item.at(level);
            if (!links.isEmpty()) {
                Map<String, Object> entry = entry(item, code, level, base, language);
                links.forEach(link -> add(entry, link.type(), told(link, item, base, language)));
                item.defaultAt(level).ifPresent(link -> addDefaults(entry, item, link, base, language));
                entries.add(entry);
            }
        }
        return Map.of("linkset", entries);
    }

    /** Only these, of which one is to be chosen. */
    Map<String, Object> of(List<Link> choices, ResolvedItem item, ScannedCode code, String base, Locale language) {
        Map<String, Object> entry = entry(item, code, choices.get(0).level(), base, language);
        choices.forEach(link -> add(entry, link.type(), told(link, item, base, language)));
        return Map.of("linkset", List.of(entry));
    }

    String title(Link link, ResolvedItem item, Locale language) {
        return link.isOurs()
                ? messages.getMessage(
                        "code.link." + LinkTypes.shortName(link.type()).substring(LinkTypes.PREFIX.length()),
                        new Object[] {name(item, language)},
                        language)
                : link.title();
    }

    /** The item's name in this language, or in the other one where there is none. */
    static String name(ResolvedItem item, Locale language) {
        boolean japanese = language.getLanguage().equals(Locale.JAPANESE.getLanguage());
        String first = japanese ? item.name().ja() : item.name().en();
        String second = japanese ? item.name().en() : item.name().ja();
        return first != null ? first : second != null ? second : item.sku();
    }

    static String address(Link link, String base) {
        return link.href().startsWith("/") ? base + link.href() : link.href();
    }

    private static Map<String, Object> entry(
            ResolvedItem item, ScannedCode code, String level, String base, Locale language) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("anchor", base + "/01/" + code.gtin() + level);
        entry.put("itemDescription", name(item, language));
        return entry;
    }

    private void addDefaults(Map<String, Object> entry, ResolvedItem item, Link link, String base, Locale language) {
        add(entry, LinkTypes.DEFAULT, Map.of("href", address(link, base), "title", title(link, item, language)));
        List<Link> alternatives = item.at(link.level(), link.type());
        if (alternatives.size() > 1) {
            alternatives.forEach(each -> add(entry, LinkTypes.DEFAULTS, told(each, item, base, language)));
        }
    }

    private Map<String, Object> told(Link link, ResolvedItem item, String base, Locale language) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("href", address(link, base));
        told.put("title", title(link, item, language));
        if (link.mediaType() != null) {
            told.put("type", link.mediaType());
        }
        if (!link.languages().isEmpty()) {
            told.put("hreflang", link.languages());
        }
        if (link.context() != null) {
            told.put("context", List.of(link.context()));
        }
        return told;
    }

    @SuppressWarnings("unchecked") // what stands under a type is put there below, and only there
    private static void add(Map<String, Object> entry, String type, Map<String, Object> link) {
        ((List<Object>) entry.computeIfAbsent(type, any -> new ArrayList<>())).add(link);
    }
}
