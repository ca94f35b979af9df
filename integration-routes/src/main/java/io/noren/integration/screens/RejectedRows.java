package io.noren.integration.screens;

import io.noren.integration.screens.LeftOutRows.Row;
import io.noren.inventory.StagedMovements.Rejected;
import io.noren.inventory.imports.Rejections;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Rows of a file that were not taken, with the reason in the reader's language. */
@Component
class RejectedRows {
    private final Rejections rejections;
    private final LeftOutRows file;
    private final Words words;

    RejectedRows(Rejections rejections, LeftOutRows file, Words words) {
        this.rejections = rejections;
        this.file = file;
        this.words = words;
    }

    Row shown(Rejected row, Locale locale) {
        return new Row(
                row.line(),
                Objects.requireNonNullElse(row.field(), ""),
                words.refusal("stock.rejected", row.code(), locale),
                row.detail());
    }

    /** All of them. */
    void write(UUID of, Locale locale, HttpServletResponse response) throws IOException {
        file.write(
                "rejected-" + of,
                after -> rejections.of(of, after, Rejections.MOST).stream()
                        .map(row -> shown(row, locale))
                        .toList(),
                locale,
                response);
    }
}
