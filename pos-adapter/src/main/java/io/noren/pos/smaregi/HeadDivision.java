package io.noren.pos.smaregi;

/** What kind of transaction it is (取引区分), as far as goods are concerned. */
enum HeadDivision {
    /** 通常 */
    GOODS,
    /** 取置き: paid or not, the goods are in the store until another transaction hands them over. */
    LAID_ASIDE,
    /** Paid in or out, deposits, points, miles, value cards, receipts. */
    MONEY_OR_POINTS,
    UNKNOWN;

    static HeadDivision of(String told) {
        return switch (told) {
            case "1" -> GOODS;
            case "10" -> LAID_ASIDE;
            case "2", "3", "4", "5", "6", "7", "8", "11", "13", "14", "15", "16" -> MONEY_OR_POINTS;
            default -> UNKNOWN;
        };
    }
}
