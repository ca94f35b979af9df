package io.noren.pos.csv;

/** What a column may say. */
enum Field {
    STORE,
    TILL,
    /** The till's own sequence number. */
    NUMBER,
    /** The till system's own id of the transaction. */
    ID,
    BUSINESS_DAY,
    TIME,
    /** Of what kind the row is, in the till's own words. */
    KIND,
    LINE,
    QUANTITY,
    UNIT,
    AMOUNT,
    CURRENCY,
    /** The member's card. */
    CARD,
    /** The customer's order that the goods were kept for, by its shop's number. */
    ORDER,
    /** The transaction that is taken back, or in which what came back was sold; what is left out is as in this one. */
    ORIGINAL_NUMBER,
    ORIGINAL_TILL,
    ORIGINAL_BUSINESS_DAY;

    /** Free words of the till, in which a payment card's number could stand. */
    boolean isWord() {
        return this == KIND || this == UNIT || this == CURRENCY || this == ORDER;
    }
}
