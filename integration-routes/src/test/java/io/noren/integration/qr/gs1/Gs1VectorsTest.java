package io.noren.integration.qr.gs1;

import static io.noren.integration.qr.gs1.Gs1Vectors.rows;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** GS1's own vectors, row by row: every verdict and every canonical form, but for the rows that are explained here. */
class Gs1VectorsTest {
    /** Rows where we differ, with the reason from the standard's text. */
    private static final Map<String, String> OTHERWISE = Map.of(
            "alphas https://a/gtin/12312312312333/ser/ABC123",
            "Words for application identifiers were deprecated by URI Syntax 1.2.0 and removed by 1.3.0 of November 2022;"
                    + " GS1's own engine refuses them unless a test tells it otherwise.",
            "unk+unkdl https://example.com/01/09520123456788?99=XYZ&89=ABC123",
            "In a query, the name of what is no application identifier has something else than digits in it (the grammar of"
                    + " URI Syntax 1.2, extension mechanism), and 89 is none; GS1's engine refuses the same row as well, in"
                    + " its default mode.",
            "(89)ABC(89)ABC(89)ABC",
            "89 is no application identifier, so there is nothing whose repetition could be judged.");

    @Test
    void aWrongCheckDigitIsSeen() throws IOException {
        for (String[] row : rows("check-digit.tsv", 5)) {
            assertThat(CheckDigit.holdsFor(row[1])).as(row[1]).isEqualTo(!row[0].equals("fail"));
        }
    }

    @Test
    void aLinkIsReadOrRefusedAsGs1Does() throws IOException {
        judge("dl-uri-parse.tsv", 50, row -> row[0] + " " + row[2], row -> row[1], row -> {
            String read = caret(DigitalLink.read(row[2]).elements().raw());
            assertThat(read).as(row[2]).isEqualTo(row[3]);
        });
    }

    @Test
    void aLinkIsWrittenAsGs1WritesIt() throws IOException {
        judge("dl-uri-generate.tsv", 10, row -> row[2], row -> row[0].equals("ok") ? "valid" : "invalid", row -> {
            DigitalLink link = DigitalLink.of(Elements.readBracketed(row[2]));
            assertThat(row[1].isEmpty() ? link.canonical() : link.under(row[1])).isEqualTo(row[3]);
        });
    }

    @Test
    void percentCodeIsTheSame() throws IOException {
        for (String[] row : rows("uri-escape.tsv", 30)) {
            boolean decodes = row[0].equals("URIunescape");
            String input = unquoted(row[1]);
            for (boolean query : new boolean[] {false, true}) {
                assertThat(decodes ? PercentCode.decode(input, query) : PercentCode.encode(input, query))
                        .as(input)
                        .isEqualTo(plain(row[query ? 3 : 2]));
            }
        }
    }

    @Test
    void whatAScannerSendsIsReadOrRefusedAsGs1Does() throws IOException {
        judge("unbracketed-parse.tsv", 70, row -> row[1], row -> row[0], row -> {
            Elements.readRaw(row[1].replace('^', (char) 0x1d));
        });
    }

    @Test
    void whatPeopleWriteIsReadOrRefusedAsGs1Does() throws IOException {
        judge("element-string-parse.tsv", 14, row -> row[1], row -> row[0], row -> {
            Elements read = Elements.readBracketed(row[1]);
            assertThat(caret(read.raw())).isEqualTo(row[2]);
            assertThat(read.bracketed()).isEqualTo(row[1]);
        });
    }

    @Test
    void everyValueIsCheckedAsGs1ChecksIt() throws IOException {
        Map<String, String> seen = new TreeMap<>();
        for (String[] row : rows("ai-linter.tsv", 90)) {
            Gs1Refused refused = refusal(() -> Elements.readBracketed(row[0]));
            String verdict = refused == null ? "valid" : refused.reason().name();
            assertThat(verdict.equals("valid")).as(row[0] + " " + row[1]).isEqualTo(row[1].endsWith("_OK"));
            seen.put(row[1].replace("GS1_LINTER_", ""), verdict);
        }
        assertThat(seen)
                .containsEntry("INCORRECT_CHECK_DIGIT", "CHECK_DIGIT")
                .containsEntry("INCORRECT_CHECK_PAIR", "CHECK_DIGIT")
                .containsEntry("INVALID_CSET82_CHARACTER", "CHARACTER")
                .containsEntry("INVALID_CSET64_PADDING", "CHARACTER")
                .containsEntry("ILLEGAL_MONTH", "VALUE")
                .containsEntry("COUPON_EXCESS_DATA", "VALUE");
    }

    @Test
    void whatMayStandTogetherIsJudgedAsGs1JudgesIt() throws IOException {
        judge("ai-association.tsv", 75, row -> row[2], row -> row[0], row -> {
            Elements.readBracketed(row[2]).checkAssociations();
        });
    }

    private interface Of {
        String row(String[] row);
    }

    private interface Reading {
        void of(String[] row);
    }

    private static void judge(String file, int atLeast, Of name, Of expected, Reading reading) throws IOException {
        List<String> differing = new ArrayList<>();
        for (String[] row : rows(file, atLeast)) {
            Gs1Refused refused = refusal(() -> {
                reading.of(row);
                return row;
            });
            if (!expected.row(row).equals(refused == null ? "valid" : "invalid")) {
                differing.add(name.row(row));
            }
        }
        assertThat(OTHERWISE.keySet()).as(file).containsAll(differing);
    }

    private static @Nullable Gs1Refused refusal(Supplier<?> reading) {
        try {
            reading.get();
            return null;
        } catch (Gs1Refused refused) {
            return refused;
        }
    }

    private static String caret(String raw) {
        return raw.replace((char) 0x1d, '^');
    }

    /** A field that a table quotes. */
    private static String unquoted(String field) {
        return field.startsWith("\"") ? field.substring(1, field.length() - 1).replace("\"\"", "\"") : field;
    }

    private static String plain(String field) {
        return unquoted(field).replace("\\x01", "\u0001").replace("\\xFF", "\u00ff");
    }
}
