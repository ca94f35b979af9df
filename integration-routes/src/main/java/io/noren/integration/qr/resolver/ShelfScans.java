package io.noren.integration.qr.resolver;

import static io.noren.inventory.Sql.column;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Counts how often codes are followed, by store, item and hour, and nothing about who did. Counted in memory and written a
 * few seconds later by one statement, so that no shopper waits for it; what a crash takes is those seconds' counts.
 */
@Component
public class ShelfScans {
    private static final Logger log = LoggerFactory.getLogger(ShelfScans.class);

    private static final int EVERY_MILLIS = 2_000;
    private static final Duration KEPT_FOR = Duration.ofDays(400);

    /** Cells that wait to be written, about a hundred bytes each. */
    private static final int MOST_WAITING = 50_000;

    /** Programs that follow links by themselves, by what they say of themselves. */
    private static final Pattern PROGRAM =
            Pattern.compile("(?i)bot\\b|crawl|spider|slurp|preview|facebookexternalhit|headless|monitor");

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Counter uncounted;
    private final Map<Cell, Long> waiting = new ConcurrentHashMap<>();

    ShelfScans(JdbcClient jdbc, Clock clock, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.uncounted = Counter.builder("noren.shelf.scans.uncounted")
                .description("Scans that found no place to be counted in")
                .register(meters);
    }

    private record Cell(Instant hour, String location, String sku) {}

    /**
     * One more, if a person's browser asks: neither what fetches ahead nor what says to be a program.
     *
     * @param location empty where the code does not say
     */
    public void count(HttpServletRequest request, String location, String sku) {
        if (isPerson(request)) {
            count(new Cell(clock.instant().truncatedTo(ChronoUnit.HOURS), location, sku), 1);
        }
    }

    private static boolean isPerson(HttpServletRequest request) {
        String agent = request.getHeader(HttpHeaders.USER_AGENT);
        String purpose = request.getHeader("Sec-Purpose");
        return HttpMethod.GET.matches(request.getMethod())
                && (agent == null || !PROGRAM.matcher(agent).find())
                && (purpose == null || !purpose.contains("prefetch"));
    }

    private void count(Cell cell, long scans) {
        if (waiting.size() < MOST_WAITING || waiting.containsKey(cell)) {
            waiting.merge(cell, scans, Long::sum);
        } else {
            uncounted.increment((double) scans);
        }
    }

    @PreDestroy
    @Scheduled(fixedDelay = EVERY_MILLIS)
    void write() {
        List<Map.Entry<Cell, Long>> taken = take();
        if (taken.isEmpty()) {
            return;
        }
        try {
            add(taken);
        } catch (DataAccessException | TransactionException e) {
            log.warn("Counts of {} items could not be written; tried again: {}", taken.size(), e.toString());
            taken.forEach(each -> count(each.getKey(), each.getValue()));
        }
    }

    private List<Map.Entry<Cell, Long>> take() {
        List<Map.Entry<Cell, Long>> taken = new ArrayList<>();
        for (Cell cell : List.copyOf(waiting.keySet())) {
            Long scans = waiting.remove(cell);
            if (scans != null) {
                taken.add(Map.entry(cell, scans));
            }
        }
        return taken;
    }

    /** In one order, so that copies of the application do not lock each other's rows. */
    private void add(List<Map.Entry<Cell, Long>> cells) {
        jdbc.sql("""
                insert into integration.shelf_scan as s (hour, location, sku, scans)
                select hour, location, sku, scans
                from unnest(:hours::timestamptz[], :locations::text[], :skus::text[], :scans::bigint[])
                    as given (hour, location, sku, scans)
                order by 1, 2, 3
                on conflict (hour, location, sku) do update set scans = s.scans + excluded.scans
                """)
                .param("hours", column(cells, each -> each.getKey().hour()))
                .param("locations", column(cells, each -> each.getKey().location()))
                .param("skus", column(cells, each -> each.getKey().sku()))
                .param("scans", column(cells, Map.Entry::getValue))
                .update();
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT10M")
    void forgetOld() {
        jdbc.sql("delete from integration.shelf_scan where hour < :end::timestamptz")
                .param("end", clock.instant().minus(KEPT_FOR).toString())
                .update();
    }
}
