package io.noren.pos.poslog;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * What a till's log says about people, and what of it is kept. Names of customers and operators, addresses, birth dates,
 * signatures, account and card numbers are dropped, by the words in the names of their elements and attributes, because
 * every vendor has its own. A payment card's number anywhere else is masked. The operator's number and the loyalty card
 * stay: the card is what points hang on when the document is read again.
 */
final class PersonalData {
    private static final Set<String> WORDS = Set.of(
            "name",
            "names",
            "firstname",
            "lastname",
            "surname",
            "fullname",
            "kana",
            "salutation",
            "address",
            "street",
            "city",
            "town",
            "postal",
            "postcode",
            "zip",
            "zipcode",
            "phone",
            "telephone",
            "mobile",
            "fax",
            "email",
            "mail",
            "birth",
            "birthday",
            "birthdate",
            "dob",
            "gender",
            "sex",
            "nationality",
            "signature",
            "account",
            "cardholder",
            "holder",
            "pan",
            "iban",
            "bic",
            "track",
            "track1",
            "track2",
            "cvv",
            "expiration",
            "expiry",
            "cheque",
            "license",
            "licence",
            "passport",
            "ssn",
            "worker",
            "receiptimage",
            "receipttext");

    private static final Set<String> ELEMENTS = Set.of(
            "Customer",
            "CustomerID",
            "ReceiptImage",
            "ReceiptText",
            "CardNumber",
            "PersonalID",
            "EMail",
            "CheckNumber");

    /** What the reader needs to the last digit. A store may be named by its GLN, which can look like a card number. */
    private static final Set<String> EXACT = Set.of(
            "RetailStoreID",
            "UnitID",
            "WorkstationID",
            "SequenceNumber",
            "BusinessDayDate",
            "BeginDateTime",
            "EndDateTime",
            "ReceiptDateTime",
            "CurrencyCode",
            "TransactionStatus",
            "Quantity",
            "ExtendedAmount",
            "CreateNumber",
            "CreateRefNumber",
            "ItemLink",
            "LineItemSequenceNumber");

    /** What names an item: a tenth of all barcodes look like a card's number to the mask for any other text. */
    private static final Set<String> CODES = Set.of("POSItemID", "ItemID");

    private static final Pattern WORD_BORDER =
            Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_.\\-]");

    /** Names in the sender's document are the sender's choice: only so many are remembered. */
    private static final int REMEMBERED = 1_000;

    private static final Map<String, Boolean> PERSONAL = new ConcurrentHashMap<>();

    private PersonalData() {}

    enum Treatment {
        KEEP,
        /** Kept, but for numbers that look like a payment card's. */
        MASK,
        /** An item's code: kept, unless it is a payment card's number as its brand gives it out. */
        MASK_CODE,
        DROP
    }

    static Treatment of(String parent, String element, boolean withinDropped) {
        if (LoyaltyCards.isNumber(parent, element)) {
            return Treatment.KEEP;
        }
        if (withinDropped || isPersonal(element)) {
            return Treatment.DROP;
        }
        if (CODES.contains(element)) {
            return Treatment.MASK_CODE;
        }
        return EXACT.contains(element) ? Treatment.KEEP : Treatment.MASK;
    }

    static boolean isPersonal(String name) {
        Boolean known = PERSONAL.get(name);
        if (known != null) {
            return known;
        }
        boolean answer = ELEMENTS.contains(name)
                || (!name.contains("Loyalty")
                        && Arrays.stream(WORD_BORDER.split(name, -1))
                                .map(word -> word.toLowerCase(Locale.ROOT))
                                .anyMatch(WORDS::contains));
        if (PERSONAL.size() < REMEMBERED) {
            PERSONAL.put(name, answer);
        }
        return answer;
    }
}
