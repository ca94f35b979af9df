package io.noren.pos.poslog;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One sample file per kind of transaction and of line, and exactly what each comes to: minus left the store, plus came
 * back, each with its line's number, its codes, its net quantity and what was paid ({@link Readings#told}).
 */
class EverySampleTest {
    private static final Map<String, String> TOLD = Stream.of("""
            sale                          | SALE JPY: -1:A*3=300 -2:B*1=300
            return                        | RETURN JPY: +1:A*2=300 +2:A*1=300
            sale-and-return               | MIXED JPY: -1:A*3=300 +2:B*1=300
            version-2.1-without-namespace | SALE JPY: -1:GTIN:04901234567894/A*2=200
            version-6                     | SALE JPY card 2900000000017: -1:GTIN:04901234567894/A*2EA=200

            exchange-as-return-and-sale   | MIXED JPY of 2026-03-30/2/31: -2:B*1=1500 +1:A*1=1200
            exchange-with-both-sides      | MIXED JPY of 2026-03-30/2/31: -2:B*2=1500 +1:A*1=1200
            sale-and-return-in-one-line   | MIXED JPY: -2:B*1=1200 +1:A*1=1200
            exchange-voided               | MIXED JPY: -5:C*1=100
            exchange-of-one-item          | UNCLEAR_EXCHANGE at 10
            exchange-with-one-side        | UNCLEAR_EXCHANGE at 10

            suspended                     | SUSPENDED XXX:
            suspended-retrieved           | SUSPENDED XXX:
            suspended-deleted             | CANCELLED XXX:
            resumed                       | SALE JPY: -1:A*3=300 -2:B*1=100
            resumed-without-payment       | UNKNOWN_STATUS at 2
            retrieved-and-paid            | UNKNOWN_STATUS at 2
            unknown-status                | UNKNOWN_STATUS at 2

            cancelled-by-status           | CANCELLED XXX:
            cancelled-by-flag             | CANCELLED XXX:
            training                      | TRAINING XXX:
            control                       | CONTROL XXX:
            tender-control                | CONTROL XXX:
            retail-and-control            | SALE JPY: -1:A*1=300
            retail-and-order              | UNSUPPORTED_TRANSACTION at 2
            inventory-control             | UNSUPPORTED_TRANSACTION at 2

            post-void                     | POST_VOID XXX of 2026-04-01/1/6:
            post-void-by-type             | POST_VOID XXX of 2026-04-01/1/6:
            post-void-by-status-and-link  | POST_VOID XXX of 2026-04-01/1/6:
            post-void-of-another-till     | POST_VOID XXX of 2026-03-31/2/31:
            post-void-by-status           | POST_VOID_NEEDS_PERSON at 2
            post-void-of-itself           | POST_VOID_NEEDS_PERSON at 2
            post-void-of-unknown          | POST_VOID_NEEDS_PERSON at 2

            void-by-negative-quantity     | SALE JPY: -1:A*1=0 -2:B*1=300
            void-by-link-to-another-code  | SALE JPY: -1:A*3=300
            void-partial                  | SALE JPY: -1:A*2=0
            void-without-link             | SALE JPY:
            void-before-its-line          | SALE JPY:
            void-of-return                | RETURN JPY:
            void-of-linked-return         | MIXED JPY: -3:B*1=100
            cancelled-line-voided         | SALE JPY: -3:B*1=100
            deposit-voided                | SALE JPY: -3:A*1=300
            quantity-zero-voided          | SALE JPY: -3:B*1=100
            void-without-line             | VOID_WITHOUT_LINE at 18
            void-with-dead-link           | VOID_WITHOUT_LINE at 18
            void-exceeds-line             | VOID_EXCEEDS_LINE at 18
            negative-without-line         | ABSURD_QUANTITY at 10

            price-override                | SALE USD: -1:A*2=30
            discount-in-the-amount        | MIXED EUR: -1:A*2=42 +2:B*1=8
            discount-beside-the-amount    | MIXED THB: -1:A*2EA=263.90 -2:B*0.42KG=1.00 -3:C*1=0.00 +4:D*1=15.00
            discount-that-proves-nothing  | SALE EUR: -1:A*1=18.00 -2:B*1=20.00 -3:C*1=20.00
            rewards-and-discounts-as-lines| SALE JPY: -1:A*2=1000

            not-stock                     | SALE JPY: -1:A*1=300
            nothing-from-stock            | SALE JPY:
            gift-cards                    | SALE JPY: -7:A*1=300
            deposits                      | SALE JPY: -1:BEER*6=250
            services-and-fees             | SALE JPY: -7:A*1=300
            not-on-file                   | SALE JPY: -1:GTIN:04901234567894*2=300 -2:T-77*1=150 -3:SCAN-5*3=80
            not-on-file-without-code      | UNIDENTIFIED_ITEM at 10
            unknown-item-type             | UNKNOWN_ITEM_TYPE at 18
            unknown-goods                 | UNSUPPORTED_LINE at 18
            layaway                       | UNSUPPORTED_LINE at 18
            pick-up                       | UNSUPPORTED_LINE at 10
            order-collected               | SALE JPY order WEB-1001: -1:A*1=300
            order-named-by-line           | SALE JPY order WEB-1002: -1:A*1=300
            order-named-by-transaction    | SALE JPY order WEB-1003: -1:A*1=300
            order-without-number          | UNSUPPORTED_LINE at 10
            order-number-like-a-card      | UNSUPPORTED_LINE at 10

            weighed                       | SALE JPY: -1:APPLES*0.42KG=126 -2:MELON*1EA=980 -4:CHEESE*0.125=500
            absurd-quantity               | ABSURD_QUANTITY at 15
            fine-quantity                 | QUANTITY_TOO_FINE at 15
            exponent-quantity             | UNREADABLE_QUANTITY at 15
            """.split("\n"))
            .filter(line -> !line.isBlank())
            .map(line -> line.split("\\|", 2))
            .collect(toMap(row -> row[0].strip(), row -> row[1].strip()));

    static Stream<Arguments> samples() {
        return TOLD.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(row -> Arguments.of(row.getKey(), row.getValue()));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @MethodSource("samples")
    void comesToExactlyThis(String sample, String told) {
        assertThat(Readings.of(Readings.sample(sample)))
                .extracting(Readings::told)
                .containsExactly(told);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void isKnownByItsKeyAlsoWhenItIsParked(String sample) {
        String key = sample.equals("resumed") || sample.equals("resumed-without-payment") ? "2/9" : "1/7";

        assertThat(Readings.of(Readings.sample(sample)))
                .extracting(Readings::key)
                .as("its sequence number has arrived")
                .containsExactly("ginza/2026-04-01/" + key);
    }

    @Test
    void noSampleIsForgotten() {
        assertThat(TOLD.keySet()).isEqualTo(Set.copyOf(Readings.samples()));
        assertThat(List.of("SALE", "RETURN", "MIXED", "POST_VOID", "SUSPENDED", "CANCELLED", "TRAINING", "CONTROL"))
                .allMatch(kind -> TOLD.values().stream().anyMatch(told -> told.startsWith(kind + " ")));
    }
}
