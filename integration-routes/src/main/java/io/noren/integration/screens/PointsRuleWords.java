package io.noren.integration.screens;

import io.noren.loyalty.PointsPolicy;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Reads rules of points aloud. */
@Component
class PointsRuleWords {
    private final Words words;

    PointsRuleWords(Words words) {
        this.words = words;
    }

    List<String> read(PointsPolicy policy, Locale locale) {
        List<String> says = new ArrayList<>();
        policy.pointsPer()
                .forEach((currency, amount) -> says.add(
                        words.say("programme.says.rate." + policy.rounding(), locale, money(amount, currency))));
        says.add(
                policy.pendingFor().isZero()
                        ? words.say("programme.says.at-once", locale)
                        : words.say("programme.says.waits", locale, span(policy.pendingFor(), locale)));
        Period lasts = policy.expireAfter();
        says.add(
                lasts == null
                        ? words.say("programme.says.for-ever", locale)
                        : words.say("programme.says.lasts", locale, span(lasts, locale)));
        says.add(words.say("programme.says.given-back", locale, span(policy.givenBackLastFor(), locale)));
        return says;
    }

    private String span(Duration time, Locale locale) {
        return said(TypedSpan.of(time), locale);
    }

    private String span(Period time, Locale locale) {
        return said(TypedSpan.of(time), locale);
    }

    private String said(TypedSpan span, Locale locale) {
        return words.say("programme.span." + span.unit(), locale, Integer.parseInt(span.number()));
    }

    private static String money(BigDecimal amount, String currency) {
        return currency.equals("JPY") ? "¥" + Words.number(amount) : currency + " " + Words.number(amount);
    }
}
