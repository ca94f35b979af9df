package io.noren.loyalty.offer;

import io.noren.loyalty.Channel;
import io.noren.loyalty.Money;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An offer in a test, said in one sentence. */
final class OfferDraft {
    private final String id;
    private final Benefit benefit;
    private List<String> items = List.of();
    private List<String> categories = List.of();
    private List<Channel> channels = List.of();
    private List<String> locations = List.of();
    private List<String> tiers = List.of();
    private List<DayOfWeek> weekdays = List.of();
    private @Nullable Boolean members;
    private @Nullable Boolean birthday;
    private @Nullable LocalTime fromTime;
    private @Nullable LocalTime untilTime;
    private @Nullable Money minimum;
    private @Nullable String group;
    private @Nullable Integer priority;
    private @Nullable Boolean combines;
    private @Nullable Instant from;
    private @Nullable Instant until;
    private @Nullable Integer perMember;
    private @Nullable Boolean byCoupon;
    private @Nullable Integer offlineCap;

    private OfferDraft(String id, Benefit benefit) {
        this.id = id;
        this.benefit = benefit;
    }

    static OfferDraft offer(String id, Benefit benefit) {
        return new OfferDraft(id, benefit);
    }

    OfferDraft items(String... some) {
        items = List.of(some);
        return this;
    }

    OfferDraft categories(String... some) {
        categories = List.of(some);
        return this;
    }

    OfferDraft channels(Channel... some) {
        channels = List.of(some);
        return this;
    }

    OfferDraft locations(String... some) {
        locations = List.of(some);
        return this;
    }

    OfferDraft tiers(String... some) {
        tiers = List.of(some);
        return this;
    }

    OfferDraft weekdays(DayOfWeek... some) {
        weekdays = List.of(some);
        return this;
    }

    OfferDraft members() {
        members = true;
        return this;
    }

    OfferDraft birthday() {
        birthday = true;
        return this;
    }

    OfferDraft hours(String first, String last) {
        fromTime = LocalTime.parse(first);
        untilTime = LocalTime.parse(last);
        return this;
    }

    OfferDraft minimum(Money amount) {
        minimum = amount;
        return this;
    }

    OfferDraft group(String name) {
        group = name;
        return this;
    }

    OfferDraft priority(int height) {
        priority = height;
        return this;
    }

    OfferDraft alone() {
        combines = false;
        return this;
    }

    OfferDraft during(@Nullable Instant first, @Nullable Instant end) {
        from = first;
        until = end;
        return this;
    }

    OfferDraft perMember(int most) {
        perMember = most;
        return this;
    }

    OfferDraft byCoupon() {
        byCoupon = true;
        return this;
    }

    OfferDraft offlineCap(int most) {
        offlineCap = most;
        return this;
    }

    Offer drawnUp() {
        return new Offer(
                id,
                new Words("特典" + id, "offer " + id),
                benefit,
                new Conditions(
                        items,
                        categories,
                        channels,
                        locations,
                        tiers,
                        members,
                        birthday,
                        weekdays,
                        fromTime,
                        untilTime,
                        minimum),
                new Stacking(group, priority, combines),
                from,
                until,
                perMember,
                byCoupon,
                offlineCap);
    }

    Offer.Versioned listed() {
        return new Offer.Versioned(OfferChecks.checked(drawnUp()), 1);
    }
}
