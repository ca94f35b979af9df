package io.noren.browser;

import java.util.Locale;

/** What a page says in its reader's language. */
record Says(Locale language) {
    String in(String japanese, String english) {
        return language.equals(Locale.JAPANESE) ? japanese : english;
    }
}
