package io.noren.pos.smaregi;

/** What kind of line it is (取引明細区分). */
enum LineDivision {
    /** 通常 */
    SALE,
    /** 返品 */
    RETURN,
    /** 部門売り */
    DEPARTMENT,
    UNKNOWN;

    static LineDivision of(String told) {
        return switch (told) {
            case "1" -> SALE;
            case "2" -> RETURN;
            case "3" -> DEPARTMENT;
            default -> UNKNOWN;
        };
    }
}
