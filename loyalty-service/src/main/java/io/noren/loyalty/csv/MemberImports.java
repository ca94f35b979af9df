package io.noren.loyalty.csv;

import io.noren.loyalty.PlainText;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.csv.MemberImport.Problem;
import io.noren.loyalty.csv.MemberImport.Report;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Files of members that a person takes over: checked first, then the same file for real. What became of each is kept,
 * with every row that was left out, but never the file.
 */
@Component
public class MemberImports {
    /** Most rows that were left out in one answer. */
    public static final int MOST = 1_000;

    private static final int LONGEST_ACTOR = 200;

    private final JdbcClient sql;
    private final MemberImport imports;
    private final TransactionTemplate transaction;
    private final Clock clock;

    MemberImports(JdbcClient sql, MemberImport imports, PlatformTransactionManager transactions, Clock clock) {
        this.sql = sql;
        this.imports = imports;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /**
     * What became of a file.
     *
     * @param checked the check that somebody looked at before; null for a check
     * @param known rows whose external id or card leads to a member already
     */
    public record Kept(
            UUID id,
            @Nullable UUID checked,
            int rows,
            int registered,
            int known,
            int leftOut,
            String actor,
            Instant at) {}

    /** How many rows were left out for one reason. */
    public record Reason(String code, @Nullable String field, long rows) {}

    /**
     * Says what would become of a file; nobody is registered.
     *
     * @throws Refusal {@code UNREADABLE_FILE}, {@code UNKNOWN_COLUMN}, {@code TOO_MANY_ROWS}
     */
    public Kept check(byte[] file, String actor) {
        return take(null, file, actor);
    }

    /**
     * Takes a file over as it was checked, once for each check: again it is what became of it before.
     *
     * @throws Refusal {@code UNKNOWN_IMPORT}, {@code FILE_CHANGED} if it is not the file that was checked
     */
    public Kept book(UUID checked, byte[] file, String actor) {
        Optional<Kept> before = of("checked", checked);
        if (before.isPresent()) {
            return before.get();
        }
        String known = sql.sql("select file from loyalty.member_import where id = ? and checked is null")
                .param(checked)
                .query(String.class)
                .optional()
                .orElseThrow(() -> new Refusal("UNKNOWN_IMPORT", "There is no such check of a file."));
        if (!known.equals(fingerprint(file))) {
            throw new Refusal("FILE_CHANGED", "This is not the file that was checked. Check it again.");
        }
        return take(checked, file, actor);
    }

    private Kept take(@Nullable UUID checked, byte[] file, String actor) {
        String by = PlainText.required("actor", actor, LONGEST_ACTOR, "ACTOR_REQUIRED");
        List<Problem> problems = new ArrayList<>();
        Report report = imports.take(file, checked == null, problems::add);
        UUID id = UUID.randomUUID();
        Kept kept = new Kept(
                id,
                checked,
                report.rows(),
                report.registered(),
                report.known(),
                report.leftOut(),
                by,
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        transaction.executeWithoutResult(status -> keep(kept, fingerprint(file), problems));
        // Another may have taken over the same check at the same moment: then the rows were its, and known to this one.
        return checked == null ? kept : of("checked", checked).orElse(kept);
    }

    private void keep(Kept kept, String fingerprint, List<Problem> problems) {
        boolean first = sql.sql("""
                                insert into loyalty.member_import
                                    (id, checked, file, row_count, registered, known, left_out, actor, at)
                                values (:id, :checked::uuid, :file, :rows, :registered, :known, :leftOut, :actor,
                                        :at::timestamptz)
                                on conflict (checked) do nothing
                                """)
                        .param("id", kept.id())
                        .param(
                                "checked",
                                kept.checked() == null ? null : kept.checked().toString())
                        .param("file", fingerprint)
                        .param("rows", kept.rows())
                        .param("registered", kept.registered())
                        .param("known", kept.known())
                        .param("leftOut", kept.leftOut())
                        .param("actor", kept.actor())
                        .param("at", kept.at().toString())
                        .update()
                == 1;
        for (int from = 0; first && from < problems.size(); from += MOST) {
            List<Problem> some = problems.subList(from, Math.min(problems.size(), from + MOST));
            sql.sql("""
                            insert into loyalty.member_import_problem (import, line, code, field, detail)
                            select ?, told.* from unnest(?::bigint[], ?::text[], ?::text[], ?::text[]) as told
                            """)
                    .param(kept.id())
                    .param(texts(some, Problem::line))
                    .param(texts(some, Problem::code))
                    .param(texts(some, Problem::field))
                    .param(texts(some, Problem::detail))
                    .update();
        }
    }

    @Transactional(readOnly = true)
    public Optional<Kept> find(UUID id) {
        return of("id", id);
    }

    /** The latest first. */
    @Transactional(readOnly = true)
    public List<Kept> newest(int limit) {
        return sql.sql("select * from loyalty.member_import order by at desc, id limit ?")
                .param(limit)
                .query(MemberImports::kept)
                .list();
    }

    /** Why rows were left out, and how many; the most frequent first. */
    @Transactional(readOnly = true)
    public List<Reason> reasons(UUID id) {
        return sql.sql("""
                        select code, field, count(*) as rows from loyalty.member_import_problem
                        where import = ? group by code, field order by count(*) desc, code, field
                        """)
                .param(id)
                .query((row, number) -> new Reason(row.getString("code"), row.getString("field"), row.getLong("rows")))
                .list();
    }

    /** Rows that were left out, in the order of the file, those after a line. */
    @Transactional(readOnly = true)
    public List<Problem> problems(UUID id, long after, int limit) {
        return sql.sql("""
                        select * from loyalty.member_import_problem
                        where import = ? and line > ? order by line limit ?
                        """)
                .param(id)
                .param(after)
                .param(Math.min(limit, MOST))
                .query((row, number) -> new Problem(
                        row.getLong("line"), row.getString("code"), row.getString("field"), row.getString("detail")))
                .list();
    }

    private Optional<Kept> of(String column, UUID id) {
        return sql.sql("select * from loyalty.member_import where " + column + " = ?")
                .param(id)
                .query(MemberImports::kept)
                .optional();
    }

    private static Kept kept(ResultSet row, int number) throws SQLException {
        return new Kept(
                row.getObject("id", UUID.class),
                row.getObject("checked", UUID.class),
                row.getInt("row_count"),
                row.getInt("registered"),
                row.getInt("known"),
                row.getInt("left_out"),
                row.getString("actor"),
                row.getTimestamp("at").toInstant());
    }

    private static String fingerprint(byte[] file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static <T> String[] texts(List<T> all, Function<T, @Nullable Object> value) {
        return all.stream()
                .map(value)
                .map(one -> one == null ? null : one.toString())
                .toArray(String[]::new);
    }
}
