package io.noren.pos.epcis;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The number by which people call a business document, out of the address that an event has for it. */
final class Paper {
    private static final Pattern VOCABULARY = Pattern.compile("urn:epcglobal:cbv:bt:[^:]*:(.+)");
    private static final Pattern ADDRESS = Pattern.compile("https?://.*/([^/]+)/?");

    /** Neither control characters nor half of a letter, and no longer than what anything here is called. */
    private static final Pattern NUMBER = Pattern.compile("[^\\p{Cntrl}\\p{Cs}]{1,200}");

    private Paper() {}

    /** Empty for what can be nobody's number. */
    static Optional<String> number(String told) {
        Matcher known = VOCABULARY.matcher(told);
        Matcher address = ADDRESS.matcher(told);
        String number = known.matches() ? known.group(1) : address.matches() ? address.group(1) : told;
        return Optional.of(number).filter(each -> NUMBER.matcher(each).matches());
    }
}
