package io.noren.integration.qr.gs1;

/**
 * The inner fields of coupons in North America (GS1 US, North American Coupon Application Guideline): lengths that say
 * how long the next field is, and fields that a leading digit announces.
 */
final class Coupon {
    private final String text;
    private int at;

    private Coupon(String text) {
        this.text = text;
    }

    static boolean isCoupon(String text) {
        return text.matches("[0-9]+") && new Coupon(text).readsToItsEnd();
    }

    /** AI 8112: format 0 or 1, funder, offer code, serial number. */
    static boolean isPositiveOffer(String text) {
        Coupon coupon = new Coupon(text);
        return text.matches("[0-9]+")
                && coupon.oneOf("01")
                && coupon.prefix()
                && coupon.take(6)
                && coupon.sized(0, 9, 6)
                && coupon.atEnd();
    }

    private boolean readsToItsEnd() {
        boolean first = prefix() && take(6) && sized(1, 5, 0) && purchase(false);
        String expires = "";
        String last = "";
        while (first && !atEnd()) {
            String field = text.substring(at, at + 1);
            at++;
            boolean inOrder = last.compareTo(field) < 0;
            last = field;
            int from = at;
            boolean right = switch (field) {
                case "1" -> oneOf("0123") && purchase(true);
                case "2" -> purchase(true);
                case "3", "4" ->
                    take(6) && Check.DATE.of(text.substring(from, at)).isEmpty();
                case "5" -> sized(0, 9, 6);
                case "6" -> sized(1, 7, 6);
                case "9" -> oneOf("01256") && oneOf("012") && take(1) && oneOf("01");
                default -> false;
            };
            if (!inOrder || !right || (field.equals("4") && !expires.isEmpty() && startsAfter(from, expires))) {
                return false;
            }
            expires = field.equals("3") ? text.substring(from, at) : expires;
        }
        return first;
    }

    private boolean startsAfter(int from, String expires) {
        return text.substring(from, at).compareTo(expires) > 0;
    }

    /** How much must be bought, of what kind, of which family; a further purchase may be of another company. */
    private boolean purchase(boolean further) {
        return sized(1, 5, 0) && oneOf("012349") && take(3) && (!further || (next('9') ? take(1) : prefix()));
    }

    /** A company prefix of 6 to 12 digits, after one digit that says how many above six. */
    private boolean prefix() {
        return sized(0, 6, 6);
    }

    private boolean sized(int least, int most, int beyond) {
        if (atEnd()) {
            return false;
        }
        int length = text.charAt(at) - '0';
        at++;
        return length >= least && length <= most && take(length + beyond);
    }

    private boolean oneOf(String allowed) {
        if (atEnd() || allowed.indexOf(text.charAt(at)) < 0) {
            return false;
        }
        at++;
        return true;
    }

    private boolean take(int digits) {
        at += digits;
        return at <= text.length();
    }

    private boolean next(char digit) {
        return at < text.length() && text.charAt(at) == digit;
    }

    private boolean atEnd() {
        return at >= text.length();
    }
}
