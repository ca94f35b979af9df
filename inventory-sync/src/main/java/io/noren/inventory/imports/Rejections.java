package io.noren.inventory.imports;

import static io.noren.inventory.Sql.column;

import io.noren.inventory.StagedMovements.Rejected;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows that could not be taken, each with its line and its reason. */
@Component
public class Rejections {

    public static final int MOST = 1_000;

    private final JdbcClient jdbc;

    Rejections(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** In the order of their lines, after a line. */
    public List<Rejected> of(UUID stockImport, long afterLine, int limit) {
        return jdbc.sql("""
                select line, code, field, detail from inventory.stock_import_rejection
                where import = :import and line > :after order by line limit :limit
                """)
                .param("import", stockImport)
                .param("after", afterLine)
                .param("limit", Math.max(1, Math.min(limit, MOST)))
                .query((row, index) -> new Rejected(
                        row.getLong("line"), row.getString("code"), row.getString("field"), row.getString("detail")))
                .list();
    }

    void add(UUID stockImport, List<Rejected> rejected) {
        if (rejected.isEmpty()) {
            return;
        }
        jdbc.sql("""
                insert into inventory.stock_import_rejection (import, line, code, field, detail)
                select :import, line, code, field, detail
                from unnest(:lines::bigint[], :codes::text[], :fields::text[], :details::text[])
                    as rejected (line, code, field, detail)
                order by line
                """)
                .param("import", stockImport)
                .param("lines", column(rejected, Rejected::line))
                .param("codes", column(rejected, Rejected::code))
                .param("fields", column(rejected, Rejected::field))
                .param("details", column(rejected, Rejected::detail))
                .update();
    }

    /** Forgets those of lines that are about to be read again; tells how many are left. */
    long keepUpTo(UUID stockImport, long line) {
        jdbc.sql("delete from inventory.stock_import_rejection where import = :import and line > :line")
                .param("import", stockImport)
                .param("line", line)
                .update();
        return jdbc.sql("select count(*) from inventory.stock_import_rejection where import = :import")
                .param("import", stockImport)
                .query(Long.class)
                .single();
    }
}
