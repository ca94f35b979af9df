package io.noren.loyalty.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.noren.loyalty.Claim;
import io.noren.loyalty.LoyaltyTest;
import io.noren.loyalty.Members;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.csv.MemberImport.Problem;
import io.noren.loyalty.csv.MemberImports.Kept;
import io.noren.loyalty.csv.MemberImports.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A person checks a file, and takes over what was checked. */
@LoyaltyTest
class MemberImportsTest {
    private static final AtomicLong NEXT = new AtomicLong(30_000_000);
    private static final String HEAD = "external,familyName,card\n";

    @Autowired
    MemberImports imports;

    @Autowired
    Members members;

    private final String old = "old-" + UUID.randomUUID() + "-";

    @Test
    void whatWasCheckedIsTakenOverOnce() {
        String card = card();
        byte[] file = file(old + "1,山田," + card + "\n" + old + "2,佐藤," + card() + "\n" + old + "3,鈴木,カード\n");

        Kept check = imports.check(file, "suzuki");
        assertThat(members.findBy(Claim.card(card))).as("only checked").isEmpty();
        assertThat(List.of(check.rows(), check.registered(), check.known(), check.leftOut()))
                .containsExactly(3, 2, 0, 1);
        assertThat(imports.problems(check.id(), 0, 10))
                .extracting(Problem::line, Problem::code, Problem::field)
                .containsExactly(tuple(4L, "UNREADABLE_CARD", "card"));

        Kept booked = imports.book(check.id(), file, "suzuki");
        assertThat(booked.checked()).isEqualTo(check.id());
        assertThat(booked.registered()).isEqualTo(2);
        assertThat(members.findBy(Claim.card(card))).isPresent();
        assertThat(imports.book(check.id(), file, "suzuki")).as("told again").isEqualTo(booked);
        assertThat(imports.newest(2)).containsExactly(booked, check);
        assertThat(imports.find(booked.id())).contains(booked);
    }

    @Test
    void anotherFileThanTheCheckedOneIsRefused() {
        Kept check = imports.check(file(old + "1,山田,\n"), "suzuki");

        refused("FILE_CHANGED", () -> imports.book(check.id(), file(old + "1,山本,\n"), "suzuki"));
        refused("UNKNOWN_IMPORT", () -> imports.book(UUID.randomUUID(), file(old + "1,山田,\n"), "suzuki"));
        refused("UNREADABLE_FILE", () -> imports.check(new byte[] {1, 2, 3}, "suzuki"));
    }

    @Test
    void thousandsOfDuplicatesAreCountedAndAllCanBeRead() {
        StringBuilder rows = new StringBuilder();
        for (int n = 0; n < 2_500; n++) {
            rows.append(old).append("same,山田,\n");
        }
        Kept check = imports.check(file(rows.toString()), "suzuki");

        assertThat(check.registered()).isEqualTo(1);
        assertThat(check.leftOut()).isEqualTo(2_499);
        assertThat(imports.reasons(check.id())).containsExactly(new Reason("DUPLICATE_IN_FILE", "external", 2_499));
        List<Problem> all = new ArrayList<>();
        for (List<Problem> some = imports.problems(check.id(), 0, MemberImports.MOST);
                !some.isEmpty();
                some = imports.problems(check.id(), all.get(all.size() - 1).line(), MemberImports.MOST)) {
            all.addAll(some);
        }
        assertThat(all).hasSize(2_499).first().extracting(Problem::line).isEqualTo(3L);
    }

    @Test
    void twoWhoTakeOverTheSameCheckAtTheSameMomentAreToldTheSame() throws Exception {
        byte[] file = file(old + "1,山田,\n" + old + "2,佐藤,\n");
        Kept check = imports.check(file, "suzuki");
        ExecutorService both = Executors.newFixedThreadPool(2);
        try {
            Callable<Kept> book = () -> imports.book(check.id(), file, "suzuki");
            List<Future<Kept>> told = both.invokeAll(List.of(book, book));

            assertThat(told.get(0).get()).isEqualTo(told.get(1).get());
        } finally {
            both.shutdownNow();
        }
        assertThat(imports.check(file, "suzuki").known()).isEqualTo(2);
    }

    private static void refused(String code, ThrowingCallable asked) {
        assertThatThrownBy(asked)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private static byte[] file(String rows) {
        return (HEAD + rows).getBytes(StandardCharsets.UTF_8);
    }

    private static String card() {
        return "66" + NEXT.incrementAndGet();
    }
}
