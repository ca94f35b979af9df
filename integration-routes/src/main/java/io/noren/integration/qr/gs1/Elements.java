package io.noren.integration.qr.gs1;

import io.noren.integration.qr.gs1.Gs1Refused.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Elements in the order in which they were read: an element string (GS1 General Specifications, section 7.8). */
public record Elements(List<Element> all) {
    /** FNC1 as scanners send it. */
    private static final char SEPARATOR = 0x1d;

    /** What a scanner puts first to say that GS1's elements follow (GS1-128, DataBar, DataMatrix, QR; ISO/IEC 15424). */
    private static final Set<String> SYMBOLOGIES = Set.of("]C1", "]e0", "]d2", "]Q3");

    /** Bounded by the longest value there is, because a pattern like this takes stack for each character. */
    private static final Pattern BRACKETED =
            Pattern.compile("\\(([0-9]{2,4})\\)((?:\\\\\\(|[^(\\\\]|\\\\(?!\\()){1,90})");

    public Elements {
        all = List.copyOf(all);
    }

    /**
     * Reads an element string as people write it, {@code (01)09520123456788(10)ABC}; a bracket within a value is written
     * {@code \(}. Whether the elements may stand together is for {@link #checkAssociations()} to say.
     *
     * @throws Gs1Refused with the reason, and the identifier that it is about
     */
    public static Elements readBracketed(String text) {
        List<Element> read = new ArrayList<>();
        Matcher element = BRACKETED.matcher(text);
        int at = 0;
        while (element.lookingAt()) {
            read.add(new Element(element.group(1), element.group(2).replace("\\(", "(")));
            at = element.end();
            element.region(at, text.length());
        }
        if (read.isEmpty() || at < text.length()) {
            throw new Gs1Refused(Reason.SYNTAX, null, "This is not written like (01)…(10)….");
        }
        return new Elements(read);
    }

    /** Whether this is how scanners send an element string, rather than a link or a plain number. */
    public static boolean isRaw(String text) {
        return (text.length() >= 3 && SYMBOLOGIES.contains(text.substring(0, 3)))
                || (!text.isEmpty() && text.charAt(0) == SEPARATOR);
    }

    /**
     * Reads an element string as scanners send it: a symbology identifier or FNC1 first, FNC1 (0x1D) after each value
     * whose length is not known beforehand.
     *
     * @throws Gs1Refused with the reason, and the identifier that it is about
     */
    public static Elements readRaw(String text) {
        if (!isRaw(text)) {
            throw new Gs1Refused(Reason.SYNTAX, null, "It begins with neither FNC1 nor a symbology identifier of GS1.");
        }
        int at = text.charAt(0) == SEPARATOR ? 1 : 3;
        List<Element> read = new ArrayList<>();
        while (at < text.length()) {
            ApplicationIdentifier ai = ApplicationIdentifiers.beginning(text, at);
            int from = at + ai.digits().length();
            int separator = text.indexOf(SEPARATOR, from);
            int end = separator < 0 ? text.length() : separator;
            int to = ai.fixedLength() ? Math.min(end, from + ai.mostCharacters()) : end;
            read.add(new Element(ai.digits(), text.substring(from, to)));
            at = to == separator ? to + 1 : to;
        }
        if (read.isEmpty()) {
            throw new Gs1Refused(Reason.SYNTAX, null, "There is no element in it.");
        }
        return new Elements(read);
    }

    /** As people write it. */
    public String bracketed() {
        return all.stream()
                .map(each -> "(" + each.identifier() + ")" + each.value().replace("(", "\\("))
                .collect(Collectors.joining());
    }

    /** As scanners send it, with FNC1 first and only where it is needed. */
    public String raw() {
        StringBuilder text = new StringBuilder().append(SEPARATOR);
        for (int i = 0; i < all.size(); i++) {
            Element element = all.get(i);
            text.append(element.identifier()).append(element.value());
            if (!element.ai().fixedLength() && i < all.size() - 1) {
                text.append(SEPARATOR);
            }
        }
        return text.toString();
    }

    /** The first value under this identifier. */
    public Optional<String> value(String identifier) {
        return all.stream()
                .filter(each -> each.identifier().equals(identifier))
                .map(Element::value)
                .findFirst();
    }

    /**
     * Whether these may mark one thing together (GS1 General Specifications, section 4.13).
     *
     * @throws Gs1Refused {@code REPEATED} for two values under one identifier, {@code ASSOCIATION} for what is missing or
     *     excluded
     */
    public void checkAssociations() {
        for (Element element : all) {
            ApplicationIdentifier ai = element.ai();
            if (!value(ai.digits()).equals(Optional.of(element.value()))) {
                throw new Gs1Refused(Reason.REPEATED, ai.digits(), "stands there with two values.");
            }
            if (all.stream().anyMatch(other -> excludes(ai, other))) {
                throw new Gs1Refused(Reason.ASSOCIATION, ai.digits(), "excludes another that is there.");
            }
            if (!ai.needs().isEmpty() && ai.needs().stream().noneMatch(this::holdsAll)) {
                throw new Gs1Refused(Reason.ASSOCIATION, ai.digits(), "needs another that is not there.");
            }
        }
    }

    private static boolean excludes(ApplicationIdentifier ai, Element other) {
        return !other.identifier().equals(ai.digits())
                && ai.excludes().stream().anyMatch(pattern -> isLike(pattern, other.identifier()));
    }

    private boolean holdsAll(List<String> patterns) {
        return patterns.stream().allMatch(pattern -> all.stream().anyMatch(each -> fits(pattern, each)));
    }

    private static boolean fits(String pattern, Element element) {
        boolean serial = pattern.endsWith("!");
        return isLike(serial ? pattern.substring(0, pattern.length() - 1) : pattern, element.identifier())
                && (!serial || element.value().length() > element.ai().leastCharacters());
    }

    private static boolean isLike(String pattern, String identifier) {
        return identifier.matches(pattern.replace("n", "[0-9]"));
    }
}
