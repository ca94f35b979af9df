package io.noren.pos;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Breaks good documents in the ways in which documents break, and in those in which somebody breaks them. It knows no
 * language: what it takes for a tag, a number or a text is enough to break XML, JSON and CSV alike.
 */
public final class Mutations {
    private static final int MOST_STEPS = 4;
    private static final int LONGEST = 3 << 20;

    // Possessive, and lines only after a line's end: these look through megabytes of one letter, too.
    private static final Pattern TOKEN = Pattern.compile("<[^<>]*+>|\"[^\"\n]*+\"|[{}\\[\\],;:]|(?<=\n)[^\n]*+\n");

    /** Parts that can go or come again without breaking what is around them: leaf elements, members, lines. */
    private static final Pattern PART =
            Pattern.compile("<([\\w:.-]++)[^<>]*+>[^<>]*+</\\1>|\"[\\w.-]++\": ?[^,{}\\[\\]\n]*+,|(?<=\n)[^\n<{]*+\n");

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]++(\\.[0-9]++)?");
    private static final Pattern TEXT = Pattern.compile("(?<=[>\"=,;:\\s])[^<>\"=,;:\\s]++(?=[<\",;\\s])");

    private static final List<String> NUMBERS = List.of(
            "",
            "-1",
            "-0",
            "0",
            "+7",
            " 7 ",
            "0x7f",
            "NaN",
            "Infinity",
            "1e999999999",
            "1E-999999999",
            "9223372036854775808",
            "99999999999999999999999999999999",
            "0.00000000000000000001",
            "1,5",
            "１２",
            "2026-02-30",
            "0000-00-00T99:99:99",
            "9999-12-31T23:59:59.9999999+14:00");

    private static final List<String> FRAGMENTS = List.of(
            "&lol;",
            "&#0;",
            "&#x1F;",
            "&#xD800;",
            "&#x10FFFF;",
            "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>",
            "<!DOCTYPE x SYSTEM \"file:///etc/hostname\">",
            "<![CDATA[",
            "]]>",
            "<!--",
            "-->",
            "<?xml version=\"1.1\"?>",
            "<?target",
            "xmlns=\"\"",
            "xmlns:x=\"urn:x\"",
            "<x:Sale>",
            "</",
            "/>",
            "\u0000",
            "\\u0000",
            "\\",
            "\"",
            "'",
            "{\"a\":",
            "[[[[",
            "\r",
            "\n\n",
            "\t",
            "\uFEFF",
            "\u202E",
            "=1+1",
            "true",
            "null");

    private static final List<Charset> ENCODINGS = List.of(
            StandardCharsets.UTF_16LE,
            StandardCharsets.UTF_16BE,
            StandardCharsets.UTF_16,
            StandardCharsets.ISO_8859_1,
            Charset.forName("Shift_JIS"),
            Charset.forName("EUC-JP"),
            Charset.forName("ISO-2022-JP"),
            Charset.forName("IBM037"),
            Charset.forName("UTF-32"));

    private static final Pattern DECLARED = Pattern.compile("encoding=[\"'][^\"']*[\"']");

    private final List<byte[]> seeds;
    private final Random random;

    public Mutations(List<byte[]> seeds, Random random) {
        this.seeds = List.copyOf(seeds);
        this.random = random;
    }

    /** A good document after one to four accidents. */
    public byte[] next() {
        byte[] document = pick(seeds);
        for (int steps = 1 + random.nextInt(1 + random.nextInt(MOST_STEPS));
                steps > 0 && document.length < LONGEST;
                steps--) {
            document = mutated(document);
        }
        return document;
    }

    private byte[] mutated(byte[] document) {
        return switch (random.nextInt(24)) {
            case 0, 1 -> bytes(document);
            case 2 -> slice(document, 0, random.nextInt(document.length + 1)); // cut off
            case 3 -> without(document);
            case 4 -> doubled(document);
            case 5 -> joined(document, slice(pick(seeds), random.nextInt(200), Integer.MAX_VALUE));
            case 6 -> grown(document);
            case 7 -> otherEncoding(document);
            case 8 -> lyingDeclaration(document);
            case 9, 10, 11 -> replaced(document, NUMBER, pick(NUMBERS));
            case 12, 13 -> replaced(document, TEXT, pick(NUMBERS));
            case 14, 15 -> replaced(document, TEXT, anyOf(pick(seeds), TEXT));
            case 16 -> replaced(document, TOKEN, "");
            case 17 -> nested(document);
            case 18 -> swapped(document, TOKEN);
            case 19 -> swapped(document, PART);
            case 20 -> replaced(document, PART, "");
            case 21, 22 -> replaced(document, PART, anyOf(pick(seeds), PART) + anyOf(document, PART));
            default -> inserted(document, pick(FRAGMENTS).getBytes(StandardCharsets.UTF_8));
        };
    }

    private byte[] bytes(byte[] document) {
        byte[] changed = document.clone();
        for (int bites = 1 + random.nextInt(6); bites > 0 && changed.length > 0; bites--) {
            int at = random.nextInt(changed.length);
            changed[at] = (byte) (random.nextBoolean() ? changed[at] ^ (1 << random.nextInt(8)) : random.nextInt(256));
        }
        return changed;
    }

    private byte[] without(byte[] document) {
        int from = random.nextInt(document.length + 1);
        int to = Math.min(document.length, from + random.nextInt(200));
        return joined(slice(document, 0, from), slice(document, to, document.length));
    }

    private byte[] doubled(byte[] document) {
        int from = random.nextInt(document.length + 1);
        int to = Math.min(document.length, from + random.nextInt(1_500));
        byte[] part = slice(document, from, to);
        byte[] result = slice(document, 0, to);
        for (int times = 1 + random.nextInt(5); times > 0; times--) {
            result = joined(result, part);
        }
        return joined(result, slice(document, to, document.length));
    }

    /** A value far longer than any that is meant. */
    private byte[] grown(byte[] document) {
        int length = random.nextInt(16) == 0 ? 2_000_000 : 1 << random.nextInt(15);
        String part = pick(List.of("x", "9", " ", "&#38;", "漢", "<a/>"));
        return inserted(document, part.repeat(length / part.length()).getBytes(StandardCharsets.UTF_8));
    }

    private byte[] otherEncoding(byte[] document) {
        return new String(document, StandardCharsets.UTF_8).getBytes(pick(ENCODINGS));
    }

    private byte[] lyingDeclaration(byte[] document) {
        String text = new String(document, StandardCharsets.UTF_8);
        String lie = "encoding=\"" + pick(ENCODINGS).name() + "\"";
        return (DECLARED.matcher(text).find()
                        ? DECLARED.matcher(text).replaceFirst(lie)
                        : "<?xml version=\"1.0\" " + lie + "?>" + text)
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] replaced(byte[] document, Pattern pattern, String by) {
        String text = latin(document);
        List<MatchResult> found = pattern.matcher(text).results().toList();
        if (found.isEmpty()) {
            return document;
        }
        MatchResult one = pick(found);
        return joined(
                slice(document, 0, one.start()),
                by.getBytes(StandardCharsets.UTF_8),
                slice(document, one.end(), document.length));
    }

    /** The same token again and again, with or without its end. */
    private byte[] nested(byte[] document) {
        List<MatchResult> tokens = TOKEN.matcher(latin(document)).results().toList();
        if (tokens.isEmpty()) {
            return document;
        }
        MatchResult token = pick(tokens);
        int times = 1 << random.nextInt(13);
        int most = LONGEST / Math.max(1, token.group().length());
        byte[] again = token.group().repeat(Math.min(times, most)).getBytes(StandardCharsets.ISO_8859_1);
        return joined(slice(document, 0, token.start()), again, slice(document, token.start(), document.length));
    }

    private byte[] swapped(byte[] document, Pattern pattern) {
        List<MatchResult> tokens = pattern.matcher(latin(document)).results().toList();
        if (tokens.size() < 2) {
            return document;
        }
        int first = random.nextInt(tokens.size() - 1);
        int second = first + 1 + random.nextInt(tokens.size() - first - 1);
        MatchResult one = tokens.get(first);
        MatchResult other = tokens.get(second);
        return joined(
                slice(document, 0, one.start()),
                slice(document, other.start(), other.end()),
                slice(document, one.end(), other.start()),
                slice(document, one.start(), one.end()),
                slice(document, other.end(), document.length));
    }

    private byte[] inserted(byte[] document, byte[] part) {
        int at = random.nextInt(document.length + 1);
        return joined(slice(document, 0, at), part, slice(document, at, document.length));
    }

    private String anyOf(byte[] document, Pattern pattern) {
        List<MatchResult> found = pattern.matcher(latin(document)).results().toList();
        return found.isEmpty() ? "" : new String(bytesOf(pick(found)), StandardCharsets.UTF_8);
    }

    private static byte[] bytesOf(MatchResult found) {
        return found.group().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Each byte a character, so that places in the text are places in the document. */
    private static String latin(byte[] document) {
        return new String(document, StandardCharsets.ISO_8859_1);
    }

    private static byte[] slice(byte[] document, int from, int to) {
        int end = Math.min(to, document.length);
        return from >= end ? new byte[0] : Arrays.copyOfRange(document, from, end);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    static List<byte[]> bytesOf(List<String> documents) {
        List<byte[]> bytes = new ArrayList<>();
        documents.forEach(document -> bytes.add(document.getBytes(StandardCharsets.UTF_8)));
        return bytes;
    }
}
