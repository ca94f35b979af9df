package io.noren.loyalty;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rules of points that were tried on purchases of a time that is over. They can be put into force while there are no
 * later ones than those they were compared with.
 *
 * @param basedOn the latest version when they were tried
 */
public record PointsDryRun(UUID id, long basedOn, PointsPolicy rules, String draftedBy, Comparison shown) {

    /** The longest time whose purchases are reckoned again, in days: a quarter of a year. */
    public static final int LONGEST_DAYS = 92;
    /** Most stores and channels that are listed, those with the largest difference. */
    public static final int MOST_PLACES = 500;
    /** Most purchases that are listed, those with the largest difference. */
    public static final int MOST_PURCHASES = 20;

    /**
     * What was given, and what these rules would have given, at one moment. Each sale is counted as what is left of it
     * after all that came back so far.
     *
     * @param from first day, in the programme's zone
     * @param until last day
     * @param sales of that time
     * @param returns of that time whose sale nobody told
     * @param membersMore how many would have got more
     * @param membersFewer how many would have got fewer
     * @param ofOffers what offers gave for these sales, and is left of it; it is not reckoned again
     */
    public record Comparison(
            LocalDate from,
            LocalDate until,
            Instant asOf,
            long sales,
            long returns,
            long given,
            long proposed,
            long membersMore,
            long membersFewer,
            long ofOffers,
            List<Place> places,
            List<Month> months,
            List<Differing> largest) {}

    /**
     * One store, or one channel without.
     *
     * @param count of sales and returns
     */
    public record Place(Channel channel, @Nullable String location, long count, long given, long proposed) {}

    /**
     * Points that would lapse in one month if nobody spent any.
     *
     * @param month null of those that never lapse
     */
    public record Month(@Nullable YearMonth month, long given, long proposed) {}

    /** One purchase that would have earned otherwise. */
    public record Differing(
            UUID purchase,
            String source,
            String sourceTransaction,
            Channel channel,
            @Nullable String location,
            Instant occurredAt,
            Money total,
            long given,
            long proposed) {}
}
