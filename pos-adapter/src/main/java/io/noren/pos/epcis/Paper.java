package io.noren.pos.epcis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The number by which people call a business document, out of the address that an event has for it. */
final class Paper {
    private static final Pattern VOCABULARY = Pattern.compile("urn:epcglobal:cbv:bt:[^:]*:(.+)");
    private static final Pattern ADDRESS = Pattern.compile("https?://.*/([^/]+)/?");

    private Paper() {}

    static String number(String told) {
        Matcher known = VOCABULARY.matcher(told);
        if (known.matches()) {
            return known.group(1);
        }
        Matcher address = ADDRESS.matcher(told);
        return address.matches() ? address.group(1) : told;
    }
}
