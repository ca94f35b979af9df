package io.noren.inventory.reservation;

import io.noren.inventory.Refusal;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What a request for a hold must be before anything is looked at. */
final class HoldRules {

    static final int MOST_LINES = 100;

    private HoldRules() {}

    static void check(HoldRequest request) {
        if (request.owner().isBlank() || request.owner().length() > 200 || isUnwritable(request.owner())) {
            throw refusal("BAD_OWNER", "owner", "An owner has 1 to 200 characters.");
        }
        if (isUnwritable(request.channel())) {
            throw refusal("BAD_CHANNEL", "channel", "There is no channel with such a name.");
        }
        if (request.lines().isEmpty() || request.lines().size() > MOST_LINES) {
            throw refusal("BAD_LINES", "lines", "A reservation has 1 to " + MOST_LINES + " lines.");
        }
        Set<String> lines = new HashSet<>();
        for (HoldRequest.Line line : request.lines()) {
            if (line.line().isBlank()
                    || line.line().length() > 100
                    || isUnwritable(line.line())
                    || !lines.add(line.line())) {
                throw refusal("BAD_LINES", "lines", "Each line has a name of its own, 1 to 100 characters.");
            }
            if (isUnwritable(line.sku()) || isUnwritable(line.location())) {
                throw refusal("BAD_LINES", "lines", "There is no item or location with such a name.");
            }
        }
        if (request.expiresIn() != null) {
            checkDuration(request.expiresIn());
        }
    }

    /** PostgreSQL's text has every character but this one; it must not get as far as to fail others' statements. */
    private static boolean isUnwritable(String text) {
        return text.indexOf('\0') >= 0;
    }

    static void checkDuration(Duration expiresIn) {
        if (expiresIn.compareTo(Duration.ZERO) <= 0 || expiresIn.compareTo(Reservations.LONGEST_HOLD) > 0) {
            throw refusal("BAD_DURATION", "expiresIn", "A hold lasts more than nothing and at most 4 hours (PT4H).");
        }
    }

    private static Refusal refusal(String code, String field, String detail) {
        return new Refusal(code, detail, field, Map.of());
    }
}
