package io.noren.integration.floor;

import io.noren.inventory.Items;
import io.noren.inventory.Refusal;
import io.noren.inventory.Sql;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What customers of the web shop think of items, as the shop tells it. Who wrote a review is not told. */
@Component
public class ItemReviews {
    static final int MOST_LATEST = 20;

    private static final int LONGEST_TITLE = 100;
    private static final int LONGEST_TEXT = 1_000;
    private static final int LOWEST = 1;
    private static final int HIGHEST = 5;

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Items items;
    private final Clock clock;

    ItemReviews(JdbcClient jdbc, JsonMapper json, Items items, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.items = items;
        this.clock = clock;
    }

    /**
     * @param average from 1 to 5, over all of them
     * @param reviews how many there are
     * @param latest some of them, in the order in which they are shown
     */
    public record Reviews(BigDecimal average, int reviews, List<Review> latest) {
        public Reviews {
            latest = List.copyOf(latest);
        }
    }

    /**
     * @param rating from 1 to 5
     * @param language of the text, as in BCP 47
     */
    public record Review(
            int rating, @Nullable String title, @Nullable String text, String language, LocalDate day) {}

    /**
     * Replaces what was told of an item before.
     *
     * @param reviews with 0 reviews: there are none
     * @throws Refusal {@code NO_SUCH_ITEM}, {@code BAD_REVIEWS}
     */
    @Transactional
    public void put(String sku, Reviews reviews) {
        if (items.find(sku).isEmpty()) {
            throw new Refusal("NO_SUCH_ITEM", "There is no item " + sku + ".");
        }
        if (reviews.reviews() == 0) {
            jdbc.sql("delete from integration.item_reviews where sku = :sku")
                    .param("sku", sku)
                    .update();
            return;
        }
        check(reviews);
        jdbc.sql("""
                insert into integration.item_reviews as r (sku, average, reviews, latest, changed_at)
                values (:sku, :average, :reviews, :latest::jsonb, :now)
                on conflict (sku) do update set average = excluded.average, reviews = excluded.reviews,
                    latest = excluded.latest, changed_at = excluded.changed_at
                where (r.average, r.reviews, r.latest)
                    is distinct from (excluded.average, excluded.reviews, excluded.latest)
                """)
                .param("sku", sku)
                .param("average", reviews.average())
                .param("reviews", reviews.reviews())
                .param("latest", json.writeValueAsString(reviews.latest()))
                .param("now", Sql.time(Sql.micros(clock.instant())))
                .update();
    }

    @Transactional(readOnly = true)
    public Optional<Reviews> of(String sku) {
        return jdbc.sql("select average, reviews, latest from integration.item_reviews where sku = :sku")
                .param("sku", sku)
                .query((row, number) -> new Reviews(
                        row.getBigDecimal("average"),
                        row.getInt("reviews"),
                        json.readValue(row.getString("latest"), new TypeReference<List<Review>>() {})))
                .optional();
    }

    private static void check(Reviews told) {
        if (told.reviews() < 0
                || told.latest().size() > Math.min(MOST_LATEST, told.reviews())
                || told.average().compareTo(BigDecimal.valueOf(LOWEST)) < 0
                || told.average().compareTo(BigDecimal.valueOf(HIGHEST)) > 0
                || told.average().stripTrailingZeros().scale() > 2) {
            throw bad(
                    "reviews",
                    "The average is from 1 to 5 with at most 2 decimals, and latest has at most " + MOST_LATEST
                            + " of the reviews that are counted.");
        }
        for (Review review : told.latest()) {
            if (review.rating() < LOWEST
                    || review.rating() > HIGHEST
                    || isLonger(review.title(), LONGEST_TITLE)
                    || isLonger(review.text(), LONGEST_TEXT)
                    || !review.language().matches("[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*")) {
                throw bad(
                        "latest",
                        "A rating is from 1 to 5, a title has at most " + LONGEST_TITLE + " characters, a text "
                                + LONGEST_TEXT + ", and a language is one of BCP 47 such as ja.");
            }
        }
    }

    private static boolean isLonger(@Nullable String text, int most) {
        return text != null && (text.length() > most || text.indexOf('\0') >= 0);
    }

    private static Refusal bad(String field, String detail) {
        return Refusal.ofField("BAD_REVIEWS", field, detail);
    }
}
