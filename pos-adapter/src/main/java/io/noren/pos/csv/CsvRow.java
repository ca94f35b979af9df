package io.noren.pos.csv;

import java.util.List;

/**
 * One row as it stood in the file.
 *
 * @param line at which it begins
 */
record CsvRow(int line, List<String> cells) {

    /** Without the blanks around it; empty where the row has no such cell. */
    String cell(int place) {
        return place < cells.size() ? cells.get(place).strip() : "";
    }

    /** Empty cells after the last column are a comma too many, and no harm. */
    boolean fits(int width) {
        return cells.size() >= width
                && cells.subList(width, cells.size()).stream().allMatch(String::isBlank);
    }
}
