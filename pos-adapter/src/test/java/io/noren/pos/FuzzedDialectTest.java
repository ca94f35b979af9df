package io.noren.pos;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.springframework.util.MimeType;

/** Dialects that should not pass, and do not. */
class FuzzedDialectTest {
    private static final Duration SOON = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void oneThatFailsInsteadOfRefusing() {
        failing(LONG, new Worse() {
                    @Override
                    public void check(String source, InputStream received, OutputStream kept) {
                        throw new IllegalStateException("what is this?");
                    }
                })
                .withCauseInstanceOf(IllegalStateException.class)
                .withMessageContaining("of seed");
    }

    @Test
    void oneThatRefusesWithoutAName() {
        failing(LONG, new Worse() {
                    @Override
                    public void check(String source, InputStream received, OutputStream kept) {
                        throw new Refusal("bad", "no");
                    }
                })
                .havingCause()
                .withMessageContaining("bad");
    }

    @Test
    void oneThatAcceptsWhatItThenRefuses() {
        failing(LONG, new Worse() {
                    @Override
                    public void read(String source, InputStream kept, Consumer<Reading> transactions) {
                        throw new Refusal("MALFORMED_DOCUMENT", "only now");
                    }
                })
                .withCauseInstanceOf(Refusal.class);
    }

    @Test
    void oneThatTakesForEver() {
        failing(SOON, new Worse() {
                    @Override
                    public void read(String source, InputStream kept, Consumer<Reading> transactions)
                            throws IOException {
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                    }
                })
                .withCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void oneThatTakesAllMemory() {
        failing(LONG, new Worse() {
                    @Override
                    public void check(String source, InputStream received, OutputStream kept) {
                        byte[][] hoard = new byte[200][];
                        for (int i = 0; i < hoard.length; i++) {
                            hoard[i] = new byte[1 << 20];
                        }
                    }
                })
                .havingCause()
                .withMessageContaining("allocated");
    }

    @Test
    void oneThatSaysSomethingElseTheSecondTime() {
        failing(LONG, new Worse() {
                    private int place;

                    @Override
                    public void read(String source, InputStream kept, Consumer<Reading> transactions) {
                        place++;
                        transactions.accept(
                                new UnreadableTransaction(place, null, new Fault("UNREADABLE_KEY", "why", place)));
                    }
                })
                .withCauseInstanceOf(AssertionError.class);
    }

    private static ThrowableAssertAlternative<AssertionError> failing(Duration perDocument, Dialect dialect) {
        FuzzedDialect fuzzed = new FuzzedDialect(dialect, "chain", List.of("<a>1</a>\n"), perDocument);
        return assertThatExceptionOfType(AssertionError.class).isThrownBy(fuzzed::fuzz);
    }

    /** Accepts everything and says nothing: that alone would pass. */
    private abstract static class Worse implements Dialect {
        @Override
        public String kind() {
            return "WORSE";
        }

        @Override
        public boolean isSpokenBy(String source) {
            return true;
        }

        @Override
        public List<MimeType> mediaTypes() {
            return List.of();
        }

        @Override
        public void check(String source, InputStream received, OutputStream kept) throws IOException {}

        @Override
        public void read(String source, InputStream kept, Consumer<Reading> transactions) throws IOException {}
    }
}
