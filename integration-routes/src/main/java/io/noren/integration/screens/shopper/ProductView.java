package io.noren.integration.screens.shopper;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that an item's page shows, in its reader's words. Two that are equal look the same, whoever asked.
 *
 * @param otherName in the other language, where it differs
 * @param store where the shopper stands; null where nobody knows
 * @param place where in the store it stands
 * @param done what the shopper did just now, as a message key; null for nothing
 * @param refused why that could not be done; null if it could
 */
record ProductView(
        String sku,
        String name,
        @Nullable String otherName,
        @Nullable Price price,
        @Nullable Store store,
        @Nullable String place,
        ShopperStock.Seen seen,
        @Nullable Stars stars,
        List<Related> related,
        @Nullable String done,
        @Nullable String refused) {

    ProductView {
        related = List.copyOf(related);
    }

    /** @param takesPickups whether one can collect there what was ordered */
    record Store(String id, String name, boolean takesPickups) {}

    /**
     * @param now what one costs this reader
     * @param before what it costs without offers, if there is one
     * @param why the offers
     * @param points that a member earns by one; null for guests and for none
     */
    record Price(
            String now,
            @Nullable String before,
            List<String> why,
            @Nullable String points) {
        Price {
            why = List.copyOf(why);
        }
    }

    /**
     * @param filled how many of five stars
     * @param average as a number
     */
    record Stars(int filled, String average, int reviews, List<Said> latest) {
        Stars {
            latest = List.copyOf(latest);
        }
    }

    /** @param language of its title and text */
    record Said(
            int rating, @Nullable String title, @Nullable String text, String language, String day) {}

    /**
     * @param reason why it is shown
     * @param here whether this store has some
     */
    record Related(String sku, String name, String reason, boolean here) {}
}
