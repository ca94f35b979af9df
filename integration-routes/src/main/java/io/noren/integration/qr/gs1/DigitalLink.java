package io.noren.integration.qr.gs1;

import io.noren.integration.qr.gs1.Gs1Refused.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An uncompressed GS1 Digital Link URI (GS1 Digital Link Standard: URI Syntax): a primary key and its qualifiers in the
 * path, attributes in the query. Only numbers name application identifiers; the words that release 1.1 had for them are
 * no longer part of the standard.
 *
 * @param others parameters of the query that are none of GS1's, each as it stood there
 */
public record DigitalLink(Element key, List<Element> qualifiers, List<Element> attributes, List<String> others) {
    /** The stem of the canonical form, which is the same whoever resolves it. */
    private static final String CANONICAL = "https://id.gs1.org";

    /** Upper-case schemes occur, because a QR Code packs upper case more tightly. */
    private static final Pattern URI =
            Pattern.compile("(?:https?|HTTPS?)://(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?"
                    + "(/[^?#]*)(?:\\?([^#]*))?(?:#.*)?");

    private static final Pattern CHARACTERS = Pattern.compile("[A-Za-z0-9._~:/?#\\[\\]@!$&'()*+,;=%-]*");

    private static final String GTIN = "01";

    public DigitalLink {
        qualifiers = List.copyOf(qualifiers);
        attributes = List.copyOf(attributes);
        others = List.copyOf(others);
    }

    /**
     * Reads a whole URI; any stem may stand before the primary key. A GTIN of 8, 12 or 13 digits is filled up to 14.
     *
     * @throws Gs1Refused with the reason, and the identifier that it is about
     */
    public static DigitalLink read(String uri) {
        Matcher parts = URI.matcher(uri);
        if (!parts.matches() || !CHARACTERS.matcher(uri).matches()) {
            throw new Gs1Refused(Reason.SYNTAX, null, "This is no web address.");
        }
        return read(parts.group(1), Optional.ofNullable(parts.group(2)).orElse(""));
    }

    /**
     * Reads the parts of a request, as they came: still percent-encoded. One slash at the end is tolerated.
     *
     * @throws Gs1Refused with the reason, and the identifier that it is about
     */
    public static DigitalLink read(String path, String query) {
        List<Element> inPath = elementsOf(path);
        List<Element> attributes = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (String parameter : query.split("[&;]", -1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            if (equals >= 0 && name.matches("[0-9]+")) {
                attributes.add(element(name, PercentCode.decode(parameter.substring(equals + 1), true)));
            } else if (!parameter.isEmpty()) {
                others.add(parameter);
            }
        }
        DigitalLink link = new DigitalLink(inPath.get(0), inPath.subList(1, inPath.size()), attributes, others);
        link.check();
        return link;
    }

    /**
     * The link for these elements: the first key among them is the primary one, its qualifiers follow in their order, the
     * rest are attributes: those of fixed length first, as in an element string.
     *
     * @throws Gs1Refused when there is no key, or something that may not stand in a link
     */
    public static DigitalLink of(Elements elements) {
        List<Element> all = elements.all().stream().distinct().toList();
        Element key = all.stream()
                .filter(each -> each.ai().isKey())
                .findFirst()
                .orElseThrow(() -> new Gs1Refused(Reason.SYNTAX, null, "There is no key to begin a link with."));
        List<Element> qualifiers = key.ai().paths().stream()
                .map(path -> path.stream()
                        .flatMap(wanted ->
                                all.stream().filter(each -> each.identifier().equals(wanted)))
                        .toList())
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
        List<Element> attributes = all.stream()
                .filter(each -> !each.equals(key) && !qualifiers.contains(each))
                .sorted(Comparator.comparing(each -> !each.ai().fixedLength()))
                .toList();
        DigitalLink link = new DigitalLink(key, qualifiers, attributes, List.of());
        link.check();
        return link;
    }

    /** All its elements: the key, its qualifiers, the attributes. */
    public Elements elements() {
        return new Elements(Stream.of(Stream.of(key), qualifiers.stream(), attributes.stream())
                .flatMap(each -> each)
                .toList());
    }

    /** The same text for the same thing, whoever resolves it. */
    public String canonical() {
        return under(CANONICAL);
    }

    /** As a URI below a stem like {@code https://shop.example}. */
    public String under(String stem) {
        String query = attributes.stream()
                .map(each -> each.identifier() + "=" + PercentCode.encode(each.value(), true))
                .collect(Collectors.joining("&"));
        return stem + path() + (query.isEmpty() ? "" : "?" + query);
    }

    /** Key and qualifiers, as a path. */
    public String path() {
        return Stream.concat(Stream.of(key), qualifiers.stream())
                .map(Element::path)
                .collect(Collectors.joining());
    }

    /** The stem may hold anything, so the path is read from its end, two segments at a time, until a key is met. */
    private static List<Element> elementsOf(String path) {
        String[] segments = path.substring(1).split("/", -1);
        int end = segments[segments.length - 1].isEmpty() ? segments.length - 1 : segments.length;
        int at = end - 2;
        while (at >= 0 && !isKey(segments[at])) {
            at -= 2;
        }
        if (at < 0) {
            throw new Gs1Refused(Reason.SYNTAX, null, "There is no key in the path.");
        }
        List<Element> read = new ArrayList<>();
        for (; at < end; at += 2) {
            read.add(element(segments[at], PercentCode.decode(segments[at + 1], false)));
        }
        return read;
    }

    private static boolean isKey(String segment) {
        return ApplicationIdentifiers.find(segment)
                .filter(ApplicationIdentifier::isKey)
                .isPresent();
    }

    private static Element element(String identifier, String value) {
        boolean shortened = identifier.equals(GTIN) && value.matches("[0-9]{8}|[0-9]{12,13}");
        return new Element(identifier, shortened ? "0".repeat(14 - value.length()) + value : value);
    }

    private void check() {
        List<String> path = qualifiers.stream().map(Element::identifier).toList();
        if (!path.isEmpty() && key.ai().paths().stream().noneMatch(allowed -> inOrder(path, allowed))) {
            throw new Gs1Refused(Reason.IDENTIFIER, key.identifier(), "is not followed by " + path + " in this order.");
        }
        for (Element attribute : attributes) {
            if (!attribute.ai().isAttribute() || attribute.ai().qualifies(key.ai())) {
                throw new Gs1Refused(Reason.IDENTIFIER, attribute.identifier(), "may not stand in the query.");
            }
        }
        List<String> named = elements().all().stream().map(Element::identifier).toList();
        for (String identifier : named) {
            if (named.indexOf(identifier) != named.lastIndexOf(identifier)) {
                throw new Gs1Refused(Reason.REPEATED, identifier, "stands there more than once.");
            }
        }
        elements().checkAssociations();
    }

    private static boolean inOrder(List<String> path, List<String> allowed) {
        return allowed.stream().filter(path::contains).toList().equals(path);
    }
}
