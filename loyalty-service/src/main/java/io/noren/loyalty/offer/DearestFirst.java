package io.noren.loyalty.offer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The pieces of some lines in a row, the dearest first, by what is left to pay for one: so that groups of them give a
 * customer most. What is weighed has no pieces. Runs of equal pieces are kept as one, however many they are.
 */
final class DearestFirst {
    private static final long PRECISION = 1_000;

    /** @param place of the line among those given */
    private record Run(int place, PricedLine line, long value) {}

    private final List<Run> runs = new ArrayList<>();
    private final long[] ends;
    private final long[] values;
    private final int lines;

    DearestFirst(List<PricedLine> lines) {
        this.lines = lines.size();
        for (int i = 0; i < lines.size(); i++) {
            PricedLine line = lines.get(i);
            if (line.pieces() > 0) {
                runs.add(new Run(i, line, line.net() * PRECISION / line.pieces()));
            }
        }
        runs.sort(Comparator.comparingLong(Run::value).reversed());
        ends = new long[runs.size()];
        values = new long[runs.size()];
        long end = 0;
        long value = 0;
        for (int i = 0; i < ends.length; i++) {
            Run run = runs.get(i);
            end += run.line().pieces();
            value += run.line().pieces() * run.value();
            ends[i] = end;
            values[i] = value;
        }
    }

    long pieces() {
        return ends.length == 0 ? 0 : ends[ends.length - 1];
    }

    /** Whether those from one to before another cost more than this. */
    boolean costMore(long from, long to, long coins) {
        return valueOf(to) - valueOf(from) > coins * PRECISION;
    }

    /** What the first so many cost, in thousandths of a coin. */
    private long valueOf(long first) {
        int found = Arrays.binarySearch(ends, first);
        int run = found >= 0 ? found : -found - 1;
        return run >= ends.length
                ? values[ends.length - 1]
                : values[run] - (ends[run] - first) * runs.get(run).value();
    }

    /** How many of the first so many pieces are meant. */
    interface Count {
        long ofFirst(long pieces);
    }

    /** What the pieces that are meant cost, by line. */
    long[] cost(Count meant) {
        long[] costs = new long[lines];
        long before = 0;
        for (int i = 0; i < ends.length; i++) {
            PricedLine line = runs.get(i).line();
            long upTo = meant.ofFirst(ends[i]);
            costs[runs.get(i).place()] = Coins.share(line.net(), upTo - before, line.pieces());
            before = upTo;
        }
        return costs;
    }
}
