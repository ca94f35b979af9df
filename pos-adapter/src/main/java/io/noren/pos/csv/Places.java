package io.noren.pos.csv;

import io.noren.pos.ItemCode;
import io.noren.pos.Refusal;
import io.noren.pos.dialect.ItemCodes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Where in a row of one file each thing stands that its mapping names. */
final class Places {
    /** Titles quoted in a refusal. */
    private static final int QUOTED = 50;

    private final List<String> titles;
    private final Map<Field, List<Integer>> fields = new EnumMap<>(Field.class);
    private final Map<ItemCode.Scheme, Integer> codes = new EnumMap<>(ItemCode.Scheme.class);
    private final BitSet mapped = new BitSet();
    private final BitSet words = new BitSet();

    /** @throws Refusal {@code WRONG_HEADER} when a column of the mapping is not there, or not once */
    Places(CsvMapping mapping, List<String> titles) {
        this.titles = titles.stream().map(String::strip).toList();
        mapping.columns().forEach((field, names) -> {
            List<Integer> places = names.stream().map(this::place).toList();
            fields.put(field, places);
            places.forEach(mapped::set);
            if (field.isWord()) {
                places.forEach(words::set);
            }
        });
        mapping.codes().forEach((scheme, name) -> {
            int place = place(name);
            codes.put(scheme, place);
            mapped.set(place);
        });
    }

    /** Of a file without a header: its columns are called by their numbers. */
    static Places numbered(CsvMapping mapping, int width) {
        return new Places(
                mapping,
                IntStream.rangeClosed(1, width).mapToObj(Integer::toString).toList());
    }

    private int place(String name) {
        int place = titles.indexOf(name.strip());
        if (place < 0 || titles.lastIndexOf(name.strip()) != place) {
            throw new Refusal(
                    "WRONG_HEADER",
                    "The source's mapping needs the column " + name + ", which the file has "
                            + (place < 0 ? "not" : "more than once")
                            + ". Send the file with it, or correct the mapping (noren.pos.csv.<source>).",
                    null,
                    Map.of("found", titles.stream().limit(QUOTED).toList()));
        }
        return place;
    }

    int width() {
        return titles.size();
    }

    /** Whether the column is of any use; if not, nobody knows what is in it, and it is not kept. */
    boolean isMapped(int place) {
        return mapped.get(place);
    }

    boolean isWord(int place) {
        return words.get(place);
    }

    /** Whether the column names items. */
    boolean isCode(int place) {
        return codes.containsValue(place);
    }

    /** What the row says of the field, its columns joined by a blank; empty when it says nothing. */
    String of(Field field, CsvRow row) {
        List<Integer> places = fields.get(field);
        if (places == null) {
            return "";
        }
        return places.size() == 1
                ? row.cell(places.get(0))
                : String.join(" ", places.stream().map(row::cell).toList()).strip();
    }

    @Nullable
    String orNull(Field field, CsvRow row) {
        String text = of(field, row);
        return text.isEmpty() ? null : text;
    }

    List<ItemCodes.Told> codes(CsvRow row) {
        List<ItemCodes.Told> told = new ArrayList<>();
        codes.forEach((scheme, place) -> {
            String value = row.cell(place);
            if (!value.isEmpty()) {
                told.add(new ItemCodes.Told(scheme.name(), value, scheme == ItemCode.Scheme.SOURCE));
            }
        });
        return told;
    }
}
