package io.noren.integration.board;

import java.util.Arrays;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The numbers at the head of the board, as they stand when a viewer comes. */
@Component
class BoardCounters {
    /** How many latencies the percentiles look back on. */
    private static final int WINDOW = 500;

    private final JdbcClient jdbc;
    private final double[] recent = new double[WINDOW];
    private int told;

    BoardCounters(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The first event of a stream.
     *
     * @param toldToday deliveries that subscribers acknowledged in the last 24 hours
     * @param toldP50 milliseconds from till to shop, of the last 500; 0 when there are none
     */
    record Hello(String type, long toldToday, double toldP50, double toldP99, long parkedOpen) {}

    Hello hello() {
        long today = jdbc.sql("""
                        select count(*) from integration.webhook_delivery
                        where state = 'DELIVERED' and created_at > now() - interval '24 hours'
                        """).query(Long.class).single();
        long open = jdbc.sql("select count(*) from integration.parked where state = 'OPEN'")
                .query(Long.class)
                .single();
        double[] sorted = sorted();
        return new Hello("hello", today, at(sorted, 0.50), at(sorted, 0.99), open);
    }

    synchronized void told(double millis) {
        recent[told++ % WINDOW] = millis;
    }

    private synchronized double[] sorted() {
        double[] copy = Arrays.copyOf(recent, Math.min(told, WINDOW));
        Arrays.sort(copy);
        return copy;
    }

    private static double at(double[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
    }
}
