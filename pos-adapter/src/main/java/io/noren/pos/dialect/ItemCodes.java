package io.noren.pos.dialect;

import io.noren.pos.ItemCode;
import io.noren.pos.ItemCode.Scheme;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a till's item codes really are. A till that says GTIN is not believed: it pads its PLUs to 14 digits, and they
 * may even pass the check digit. A GTIN is global only if the till says so, its check digit holds, and its prefix is one
 * that GS1 gives out.
 *
 * <p>Without leading zeros a GTIN-8 has exactly 8 digits and a GTIN-12, -13 or -14 at least 9: GS1 gives out no 13-digit
 * number that begins with five zeros (0000000 is for use within a company, 0000001 to 0000099 are left free for
 * GTIN-8). So whatever has 7 digits or fewer is a padded PLU.
 */
public final class ItemCodes {
    /** Codes are looked up and stored; nothing that names an item is longer. */
    public static final int MAX_LENGTH = 64;

    private static final Pattern SEPARATOR = Pattern.compile("[-_ ]");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final Set<String> GTIN_NAMES = Set.of(
            "GTIN", "GTIN8", "GTIN12", "GTIN13", "GTIN14", "EAN", "EAN8", "EAN13", "UPC", "UPCA", "JAN", "JAN8",
            "JAN13");

    private ItemCodes() {}

    /** A code as the till wrote it; {@code ownId} for its system's item id, which is never more than that unless a GTIN. */
    public record Told(@Nullable String type, String value, boolean ownId) {}

    /** The most telling first, each once. */
    public static List<ItemCode> of(List<Told> told) {
        Set<ItemCode> codes = new LinkedHashSet<>();
        told.stream()
                .sorted(Comparator.comparing(Told::ownId))
                .map(ItemCodes::of)
                .flatMap(Optional::stream)
                .forEach(codes::add);
        return codes.stream().sorted(Comparator.comparing(ItemCodes::rank)).toList();
    }

    private static int rank(ItemCode code) {
        return switch (code.scheme()) {
            case GTIN -> 0;
            case SKU -> 1;
            case PLU -> 2;
            case RCN -> 3;
            case SOURCE -> 4;
        };
    }

    private static Optional<ItemCode> of(Told told) {
        String value = PanMask.maskCode(told.value());
        if (withoutZeros(value).isEmpty()) {
            return Optional.empty(); // a field that the till had nothing for
        }
        String type = plain(told.type());
        boolean digits = DIGITS.matcher(value).matches();
        if (digits && GTIN_NAMES.contains(type)) {
            Optional<ItemCode> known = globalOrRestricted(value);
            if (known.isPresent()) {
                return known;
            }
            if (!told.ownId() && withoutZeros(value).length() <= 7) {
                return Optional.of(new ItemCode(Scheme.PLU, withoutZeros(value)));
            }
        }
        if (told.ownId()) {
            return Optional.of(new ItemCode(Scheme.SOURCE, value));
        }
        return Optional.of(
                switch (type) {
                    case "PLU" -> new ItemCode(Scheme.PLU, digits ? withoutZeros(value) : value);
                    case "SKU" -> new ItemCode(Scheme.SKU, value);
                    case "RCN" -> new ItemCode(Scheme.RCN, value);
                    default -> new ItemCode(Scheme.SOURCE, value);
                });
    }

    private static Optional<ItemCode> globalOrRestricted(String digits) {
        String significant = withoutZeros(digits);
        if (significant.length() > 14 || significant.length() < 8) {
            return Optional.empty();
        }
        if (significant.length() == 8) {
            if (!checkDigitHolds(significant)) {
                return Optional.empty();
            }
            return Optional.of(
                    significant.startsWith("2")
                            ? new ItemCode(Scheme.RCN, significant)
                            : new ItemCode(Scheme.GTIN, padded(significant, 14)));
        }
        String thirteen = padded(significant, 13);
        if (thirteen.length() == 13 && isRestricted(thirteen)) {
            return Optional.of(new ItemCode(Scheme.RCN, thirteen)); // its last digits may be a price: no check
        }
        return checkDigitHolds(significant)
                ? Optional.of(new ItemCode(Scheme.GTIN, padded(significant, 14)))
                : Optional.empty();
    }

    /** GS1 prefixes 02 and 20 to 29 (within a region) and 04 (within a company). */
    private static boolean isRestricted(String thirteen) {
        return thirteen.startsWith("2") || thirteen.startsWith("02") || thirteen.startsWith("04");
    }

    /** Whether the last digit is the one that follows from the others. */
    public static boolean checkDigitHolds(String digits) {
        int last = digits.length() - 1;
        return CheckDigit.of(digits.substring(0, last)) == digits.charAt(last);
    }

    /** {@code X:EAN-13} and {@code ean13} are the same word. */
    private static String plain(@Nullable String type) {
        return type == null
                ? ""
                : SEPARATOR
                        .matcher(type.substring(type.lastIndexOf(':') + 1))
                        .replaceAll("")
                        .toUpperCase(Locale.ROOT);
    }

    private static String withoutZeros(String value) {
        int first = 0;
        while (first < value.length() && value.charAt(first) == '0') {
            first++;
        }
        return value.substring(first);
    }

    private static String padded(String digits, int length) {
        return "0".repeat(Math.max(0, length - digits.length())) + digits;
    }
}
