package io.noren.loyalty;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code noren.loyalty.till.*}: how much one person or device may look up at one till, and what is unusual.
 *
 * @param mostPerMinute look-ups in a minute, over all copies of the application
 * @param choiceHolds how long one of a pick list can be chosen
 * @param triesPerChoice how often the second factor may be tried
 * @param contactWithin how long after opening a member the contact data may be asked for
 * @param manyMembers an alarm from so many different members opened within an hour
 * @param missesInARow an alarm from so many look-ups in a row, within an hour, that found nobody
 * @param sameMember an alarm from so many openings of one member within a day in which the member bought nothing
 */
@ConfigurationProperties("noren.loyalty.till")
record TillSettings(
        @DefaultValue("60") int mostPerMinute,
        @DefaultValue("PT5M") Duration choiceHolds,
        @DefaultValue("3") int triesPerChoice,
        @DefaultValue("PT15M") Duration contactWithin,
        @DefaultValue("60") int manyMembers,
        @DefaultValue("10") int missesInARow,
        @DefaultValue("6") int sameMember) {
    TillSettings {
        if (mostPerMinute < 1 || triesPerChoice < 1 || manyMembers < 1 || missesInARow < 1 || sameMember < 1) {
            throw new IllegalArgumentException("the numbers of noren.loyalty.till must be above 0");
        }
    }
}
