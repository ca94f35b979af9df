package io.noren.pos.poslog;

import org.junit.jupiter.api.Test;

class EverySampleTest {
    @Test
    void print() {
        for (String sample : Readings.samples()) {
            System.out.println("@@ " + sample + " | "
                    + Readings.told(Readings.of(Readings.sample(sample)).get(0)));
        }
    }
}
