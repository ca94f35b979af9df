package io.noren.integration.qr.gs1;

import io.noren.integration.qr.gs1.Gs1Refused.Reason;
import java.util.List;
import java.util.Set;

/**
 * A line of the table.
 *
 * @param digits two to four
 * @param fixedLength whether the next one follows without a separator
 * @param uses where it may stand in a Digital Link URI: {@code key}, {@code qualifier}, {@code attribute}
 * @param paths of a key: the sequences of qualifiers that may follow it
 * @param needs groups of which one must be there as a whole, see the table
 * @param excludes patterns of those that must not be there
 */
record ApplicationIdentifier(
        String digits,
        boolean fixedLength,
        Set<String> uses,
        List<Part> parts,
        List<List<String>> paths,
        List<List<String>> needs,
        List<String> excludes) {

    boolean isKey() {
        return uses.contains("key");
    }

    boolean isAttribute() {
        return uses.contains("attribute");
    }

    /** Whether it is a qualifier of this key, in any of its paths. */
    boolean qualifies(ApplicationIdentifier key) {
        return key.paths.stream().anyMatch(path -> path.contains(digits));
    }

    int mostCharacters() {
        return parts.stream().mapToInt(Part::most).sum();
    }

    /** Characters without the part that may be missing: a longer value has a serial part. */
    int leastCharacters() {
        return parts.stream()
                .filter(part -> !part.optional())
                .mapToInt(Part::least)
                .sum();
    }

    /** @throws Gs1Refused for a value that this may not hold */
    void check(String value) {
        int from = 0;
        for (Part part : parts) {
            int to = Math.min(value.length(), from + part.most());
            if (from == to && part.optional()) {
                break;
            }
            if (to - from < part.least()) {
                throw new Gs1Refused(Reason.LENGTH, digits, "is too short.");
            }
            part.check(digits, value.substring(from, to));
            from = to;
        }
        if (from < value.length()) {
            throw new Gs1Refused(Reason.LENGTH, digits, "is too long.");
        }
    }
}
