package io.noren.pos.dialect;

import io.noren.pos.ItemCode;
import io.noren.pos.SoldLine;
import io.noren.pos.ToldKey;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes line voids off the lines they void. Tills write a void in two ways: as a further line with a negative quantity,
 * or as a further line marked as a void, with a positive quantity and a link. The link decides which line is meant, even
 * if the item codes differ; only without a link the latest earlier lines of the same codes are meant.
 */
public final class VoidNetting {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private final List<Line> lines = new ArrayList<>();
    private final List<Line> voids = new ArrayList<>();
    private final List<Numbers> aside = new ArrayList<>();

    /** A line of goods as the till numbered it. */
    public static final class Line {
        private final int place;
        private final int position;
        private final Numbers numbers;
        private final boolean sale;
        private final @Nullable ToldKey soldIn;
        private final List<ItemCode> codes;
        private final @Nullable String unit;
        private final boolean marked;
        private BigDecimal quantity;
        private @Nullable BigDecimal amount;

        /**
         * @param position within the transaction, from 1
         * @param sale or else a return
         * @param soldIn the transaction in which returned goods were sold, if the till said
         * @param marked whether the till calls it a void
         * @param quantity negative only where a line voids by its sign
         */
        public Line(
                int place,
                int position,
                Numbers numbers,
                boolean sale,
                @Nullable ToldKey soldIn,
                List<ItemCode> codes,
                @Nullable String unit,
                boolean marked,
                BigDecimal quantity,
                @Nullable BigDecimal amount) {
            this.place = place;
            this.position = position;
            this.numbers = numbers;
            this.sale = sale;
            this.soldIn = soldIn;
            this.codes = codes;
            this.unit = unit;
            this.marked = marked;
            this.quantity = quantity.abs();
            this.amount = amount;
        }

        private boolean isLinked() {
            return numbers.createReference() != null || numbers.itemLink() != null;
        }
    }

    /**
     * A line's own numbers and those it refers to. Some tills number lines twice: by their order on the receipt and by
     * the order in which they were created; each kind of reference means its own kind of number.
     */
    public record Numbers(
            @Nullable String number,
            @Nullable String createNumber,
            @Nullable String createReference,
            @Nullable String itemLink) {}

    public void line(Line line) {
        lines.add(line);
    }

    public void takeBack(Line line) {
        voids.add(line);
    }

    /** A line that moves nothing: whatever voids it has nothing to take back. */
    public void setAside(Numbers line) {
        aside.add(line);
    }

    /** @param soldIn the one transaction in which all that came back was sold; null when there is no such one */
    public record Net(
            List<SoldLine> sold,
            List<SoldLine> returned,
            @Nullable ToldKey soldIn) {}

    public Net net() throws Unreadable {
        for (Line line : voids) {
            if (line.isLinked()) {
                Line found = linked(line);
                if (found != null) {
                    reduce(found, line.quantity, line.amount, line);
                }
            }
        }
        for (Line line : voids) {
            if (!line.isLinked()) {
                reduceEarlier(line);
            }
        }
        boolean numbered = areNumbered();
        List<SoldLine> sold = new ArrayList<>();
        List<SoldLine> returned = new ArrayList<>();
        for (Line line : lines) {
            if (line.quantity.signum() > 0) {
                int number = numbered ? Integer.parseInt(String.valueOf(line.numbers.number())) : line.position;
                (line.sale ? sold : returned)
                        .add(new SoldLine(number, line.codes, TillWords.plain(line.quantity), line.unit, line.amount));
            }
        }
        return new Net(sold, returned, soldIn());
    }

    private @Nullable ToldKey soldIn() {
        List<Optional<ToldKey>> told = lines.stream()
                .filter(line -> !line.sale && line.quantity.signum() > 0)
                .map(line -> Optional.ofNullable(line.soldIn))
                .distinct()
                .toList();
        return told.size() == 1 ? told.get(0).orElse(null) : null;
    }

    /** Null when the void leads to a line that moves nothing. */
    private @Nullable Line linked(Line line) throws Unreadable {
        Numbers to = line.numbers;
        for (Predicate<Numbers> wanted : List.<Predicate<Numbers>>of(
                numbers -> same(numbers.createNumber(), to.createReference()),
                numbers -> same(numbers.number(), to.itemLink()),
                numbers -> same(numbers.createNumber(), to.itemLink()))) {
            List<Line> found = lines.stream()
                    .filter(candidate -> wanted.test(candidate.numbers))
                    .toList();
            if (found.size() > 1) {
                // An exchange is one line of the till and two of ours.
                found = found.stream()
                        .filter(candidate -> candidate.sale == line.sale)
                        .toList();
            }
            if (found.size() == 1) {
                return found.get(0);
            }
            if (found.isEmpty() && aside.stream().anyMatch(wanted)) {
                return null;
            }
        }
        throw new Unreadable(
                "VOID_WITHOUT_LINE",
                "A void links to a line that the transaction does not have, or has more than once.",
                line.place);
    }

    private static boolean same(@Nullable String number, @Nullable String reference) {
        return number != null && number.equals(reference);
    }

    private void reduceEarlier(Line line) throws Unreadable {
        BigDecimal left = line.quantity;
        for (int i = lines.size() - 1; i >= 0 && left.signum() > 0; i--) {
            Line candidate = lines.get(i);
            if (candidate.position < line.position
                    && candidate.sale == line.sale
                    && candidate.quantity.signum() > 0
                    && candidate.codes.equals(line.codes)) {
                BigDecimal taken = left.min(candidate.quantity);
                reduce(candidate, taken, taken.compareTo(line.quantity) == 0 ? line.amount : null, line);
                left = left.subtract(taken);
            }
        }
        if (left.signum() > 0) {
            throw line.marked
                    ? new Unreadable(
                            "VOID_WITHOUT_LINE",
                            "A void without a link takes back more of an item than the lines before it have.",
                            line.place)
                    : new Unreadable(
                            "ABSURD_QUANTITY",
                            "A line's Quantity is negative, and no line before it has as much of the item to take back.",
                            line.place);
        }
    }

    private static void reduce(Line line, BigDecimal by, @Nullable BigDecimal amount, Line voiding) throws Unreadable {
        if (by.compareTo(line.quantity) > 0) {
            throw new Unreadable("VOID_EXCEEDS_LINE", "A void takes back more than its line has left.", voiding.place);
        }
        BigDecimal before = line.quantity;
        line.quantity = before.subtract(by);
        if (line.amount != null) {
            line.amount = line.amount.subtract(
                    amount != null
                            ? amount.abs()
                            : line.amount
                                    .multiply(by)
                                    .divide(before, Math.max(2, line.amount.scale()), RoundingMode.HALF_UP));
        }
    }

    /** Whether the till's numbers tell the lines apart; if not, their order does. */
    private boolean areNumbered() {
        Set<Integer> numbers = new HashSet<>(); // 1 and 01 are the same
        return lines.stream()
                .map(line -> line.numbers.number())
                .allMatch(number ->
                        number != null && NUMBER.matcher(number).matches() && numbers.add(Integer.valueOf(number)));
    }
}
