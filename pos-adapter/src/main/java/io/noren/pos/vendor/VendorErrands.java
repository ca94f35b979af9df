package io.noren.pos.vendor;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What webhooks only named, in {@code pos.vendor_errand}, until the vendor was asked for it. */
@Component
class VendorErrands {
    private final JdbcClient jdbc;

    VendorErrands(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param times how often it was named until it was taken up */
    record Errand(String subject, long times) {}

    void add(String source, List<String> subjects, Instant now) {
        if (subjects.isEmpty()) {
            return;
        }
        // In their order, so that two webhooks of the same things wait for each other and never in a ring.
        jdbc.sql("""
                        insert into pos.vendor_errand as e (source, subject, asked_at)
                        select ?, subject, ? from unnest(?) as subject group by subject order by subject
                        on conflict (source, subject) do update set times = e.times + 1""")
                .params(source, now.atOffset(ZoneOffset.UTC), subjects.toArray(String[]::new))
                .update();
    }

    /** The oldest. */
    List<Errand> waiting(String source, int atMost) {
        return jdbc.sql("""
                        select subject, times from pos.vendor_errand where source = ?
                        order by asked_at, subject limit ?""")
                .params(source, atMost)
                .query((row, n) -> new Errand(row.getString("subject"), row.getLong("times")))
                .list();
    }

    /** Those that were named again meanwhile stay: what changed since may not have been in the answer. */
    void done(String source, List<Errand> errands) {
        jdbc.sql("""
                        delete from pos.vendor_errand e using unnest(?, ?) as t (subject, times)
                        where e.source = ? and e.subject = t.subject and e.times = t.times""")
                .params(
                        errands.stream().map(Errand::subject).toArray(String[]::new),
                        errands.stream().map(Errand::times).toArray(Long[]::new),
                        source)
                .update();
    }
}
