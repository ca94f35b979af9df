package io.noren.integration.qr.gs1;

import io.noren.integration.qr.gs1.Gs1Refused.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The table, read once from {@code gs1/application-identifiers.tsv}, which explains its own columns. */
final class ApplicationIdentifiers {
    private static final Map<String, ApplicationIdentifier> ALL = read();

    private ApplicationIdentifiers() {}

    static Optional<ApplicationIdentifier> find(String digits) {
        return Optional.ofNullable(ALL.get(digits));
    }

    /** @throws Gs1Refused {@code IDENTIFIER} */
    static ApplicationIdentifier get(String digits) {
        return find(digits)
                .orElseThrow(() ->
                        new Gs1Refused(Reason.IDENTIFIER, null, "There is no application identifier of this name."));
    }

    /** The one that begins here; none is the beginning of another. */
    static ApplicationIdentifier beginning(String text, int at) {
        for (int length = 2; length <= 4 && at + length <= text.length(); length++) {
            Optional<ApplicationIdentifier> found = find(text.substring(at, at + length));
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new Gs1Refused(Reason.IDENTIFIER, null, "No application identifier begins at place " + at + ".");
    }

    private static Map<String, ApplicationIdentifier> read() {
        Map<String, ApplicationIdentifier> all = new HashMap<>();
        try (InputStream file = Objects.requireNonNull(
                        ApplicationIdentifiers.class.getResourceAsStream("/gs1/application-identifiers.tsv"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> readInto(all, line.split("\t", -1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(all);
    }

    private static void readInto(Map<String, ApplicationIdentifier> all, String[] column) {
        String[] range = column[0].split("-", -1);
        for (int digits = Integer.parseInt(range[0]); digits <= Integer.parseInt(range[range.length - 1]); digits++) {
            String name = ("0".repeat(4) + digits)
                    .substring(4 + Integer.toString(digits).length() - range[0].length());
            all.put(
                    name,
                    new ApplicationIdentifier(
                            name,
                            column[1].equals("fixed"),
                            Set.copyOf(list(column[2], "\\+")),
                            list(column[3], " ").stream().map(Part::read).toList(),
                            lists(column[4], "\\|", ">"),
                            lists(column[5], " ", "\\+"),
                            list(column[6], " ")));
        }
    }

    private static List<List<String>> lists(String text, String between, String within) {
        return list(text, between).stream().map(each -> list(each, within)).toList();
    }

    private static List<String> list(String text, String between) {
        return text.equals("-") ? List.of() : Arrays.asList(text.split(between, -1));
    }
}
