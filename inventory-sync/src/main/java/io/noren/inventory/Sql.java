package io.noren.inventory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How values cross into PostgreSQL and back. */
public final class Sql {

    private Sql() {}

    /** One column of many rows, for {@code unnest(:column::text[])}; every type travels as text and is cast there. */
    public static <T> @Nullable String[] column(List<T> rows, Function<? super T, ? extends @Nullable Object> value) {
        @Nullable String[] column = new @Nullable String[rows.size()];
        for (int i = 0; i < column.length; i++) {
            Object of = value.apply(rows.get(i));
            column[i] = of == null ? null : of.toString();
        }
        return column;
    }

    public static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** PostgreSQL keeps microseconds; a fact must say the same instant before and after it was stored. */
    public static Instant micros(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }
}
