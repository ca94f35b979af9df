package io.noren.integration.qr.resolver;

import io.noren.integration.qr.gs1.DigitalLink;
import io.noren.integration.qr.gs1.Element;
import io.noren.integration.qr.gs1.Elements;
import io.noren.integration.qr.gs1.Gs1Refused;
import io.noren.inventory.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a link must be so that it can be followed, and told as GS1's schema of linksets has it. */
@Component
class LinkRules {
    static final int MOST_LINKS = 100;

    /** In a link that every item has, they stand for the item. */
    static final String SKU = "{sku}";

    static final String GTIN = "{gtin}";

    /** Any, to write qualifiers behind it. */
    static final String SOME_ITEM = "09520123456788";

    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2}(-[A-Z]{2})?");
    private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z]+/[-+.a-z0-9]{1,80}");
    private static final Pattern CONTEXT = Pattern.compile("[A-Za-z0-9-]{1,30}");

    private final LinkTargets targets;

    LinkRules(LinkTargets targets) {
        this.targets = targets;
    }

    /**
     * @param shared whether every item has them
     * @throws Refusal {@code BAD_LINK}, {@code LINK_TARGET_REFUSED}, {@code SAME_LINK_TWICE}, {@code TWO_DEFAULT_LINKS},
     *     {@code TOO_MANY_LINKS}
     */
    List<Link> read(List<LinkBody> written, boolean shared) {
        if (written.size() > MOST_LINKS) {
            throw new Refusal("TOO_MANY_LINKS", "An item has at most " + MOST_LINKS + " links.", "links", Map.of());
        }
        List<Link> links = new ArrayList<>();
        Set<List<String>> there = new HashSet<>();
        Set<String> defaults = new HashSet<>();
        for (int i = 0; i < written.size(); i++) {
            String field = "links[" + i + "]";
            Link link = read(written.get(i), field, shared);
            if (!there.add(List.of(link.level(), link.type(), link.href()))) {
                throw new Refusal(
                        "SAME_LINK_TWICE",
                        "This type of link leads there already: name all its languages in one link.",
                        field,
                        Map.of());
            }
            if (link.isDefault() && !defaults.add(link.level())) {
                throw new Refusal(
                        "TWO_DEFAULT_LINKS",
                        "A code can lead to one place by default: leave isDefault out of the other one.",
                        field + ".isDefault",
                        Map.of());
            }
            links.add(link);
        }
        return links;
    }

    private Link read(LinkBody given, String field, boolean shared) {
        String type = LinkTypes.read(given.linkType())
                .filter(LinkTypes::isKnown)
                .orElseThrow(() -> bad(
                        field + ".linkType",
                        "This is no link type of the GS1 Web Vocabulary, such as gs1:instructions."));
        List<String> languages = Objects.requireNonNullElse(given.languages(), List.of());
        if (languages.size() > 20
                || !languages.stream().allMatch(each -> LANGUAGE.matcher(each).matches())) {
            throw bad(field + ".languages", "A language is written like ja or en-US; a link has at most 20.");
        }
        if (given.title().isBlank()
                || given.title().length() > 200
                || given.title().indexOf('\0') >= 0) {
            throw bad(field + ".title", "A title has 1 to 200 characters: people choose by it.");
        }
        check(MEDIA_TYPE, given.mediaType(), field + ".mediaType", "A media type is written like text/html.");
        check(CONTEXT, given.context(), field + ".context", "A context has 1 to 30 letters, digits and hyphens.");
        return new Link(
                level(given, field, shared),
                type,
                target(given.href(), field, shared),
                given.title().strip(),
                languages,
                given.mediaType(),
                given.context(),
                Boolean.TRUE.equals(given.isDefault()),
                false);
    }

    private String target(String href, String field, boolean shared) {
        String plain = shared ? href.replace(SKU, "(sku)").replace(GTIN, "(gtin)") : href;
        Optional<String> read = targets.read(plain);
        return read.map(kept -> shared ? kept.replace("(sku)", SKU).replace("(gtin)", GTIN) : kept)
                .orElseThrow(() -> new Refusal(
                        "LINK_TARGET_REFUSED",
                        "Codes may not lead there. Give an address on one of the listed hosts (" + targets.list()
                                + "), or the path of a page of ours such as /p/SKU; whoever runs Noren lists more hosts in"
                                + " NOREN_LINKS_HOSTS.",
                        field + ".href",
                        Map.of()));
    }

    private static String level(LinkBody given, String field, boolean shared) {
        Map<String, String> qualifiers = Objects.requireNonNullElse(given.qualifiers(), Map.of());
        if (qualifiers.isEmpty()) {
            return "";
        }
        String wrong =
                "One item's link may be about 21 (a serial number) or 235 alone, or 22 (a variant), 10 (a lot) or both.";
        try {
            List<Element> all = new ArrayList<>(List.of(new Element("01", SOME_ITEM)));
            qualifiers.forEach((identifier, value) -> all.add(new Element(identifier, value)));
            DigitalLink link = DigitalLink.of(new Elements(all));
            String level = link.path().substring(link.key().path().length());
            if (!shared && link.attributes().isEmpty() && Levels.of(link).get(0).equals(level)) {
                return level;
            }
        } catch (Gs1Refused refused) {
            throw bad(field + ".qualifiers", wrong + " " + refused.getMessage());
        }
        throw bad(field + ".qualifiers", wrong);
    }

    private static void check(Pattern form, @Nullable String value, String field, String detail) {
        if (value != null && !form.matcher(value).matches()) {
            throw bad(field, detail);
        }
    }

    private static Refusal bad(String field, String detail) {
        return new Refusal("BAD_LINK", detail, field, Map.of());
    }
}
