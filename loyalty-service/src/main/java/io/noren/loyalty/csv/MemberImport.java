package io.noren.loyalty.csv;

import io.noren.loyalty.Claim;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.Members;
import io.noren.loyalty.NewIdentifier;
import io.noren.loyalty.NewMember;
import io.noren.loyalty.Profile;
import io.noren.loyalty.Proof;
import io.noren.loyalty.Refusal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes members over from another system. Each row is one customer; one whose {@code external} id or card is known
 * already is left as it is, so a file can be sent again. Nobody is merged: what leads to somebody else is reported.
 */
@Component
public class MemberImport {
    /** Members in one transaction. */
    private static final int TOGETHER = 200;

    private static final int MOST_PROBLEMS = 1_000;

    /** The column of each kind of identifier; the first by which a member is known is what the file is about. */
    private static final Map<String, IdentifierType> IDENTIFIERS = identifiers();

    private final Members members;
    private final TransactionTemplate transaction;

    MemberImport(Members members, PlatformTransactionManager transactions) {
        this.members = members;
        this.transaction = new TransactionTemplate(transactions);
        // Whoever asks may have a transaction of its own, which a row that is refused must not undo.
        this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /**
     * What was done, or would be.
     *
     * @param known rows whose external id or card leads to a member already
     * @param problems of the rows that were left out, the first 1,000 in the order of the file
     */
    public record Report(boolean dryRun, int rows, int registered, int known, int leftOut, List<Problem> problems) {}

    /**
     * Why a row was left out.
     *
     * @param line in the file, from 1
     * @param field the column
     */
    public record Problem(long line, String code, @Nullable String field, String detail) {}

    /**
     * Registers those who are new, some at a time.
     *
     * @param dryRun says what would be done, and does nothing
     * @throws Refusal {@code UNREADABLE_FILE}, {@code UNKNOWN_COLUMN}, {@code TOO_MANY_ROWS}; then nothing was done
     */
    public Report take(byte[] file, boolean dryRun) {
        return take(file, dryRun, problem -> {});
    }

    /**
     * The same, with every row that is left out, not only the first 1,000.
     *
     * @param each is given them in the order of the file, but for rows that were refused with their neighbours
     */
    Report take(byte[] file, boolean dryRun, Consumer<Problem> each) {
        return new Run(dryRun, each).over(MemberRows.read(file));
    }

    /** A row that can be read, and what leads to its customer. */
    private record Candidate(MemberRows.Row row, NewMember customer, Map<String, Claim> claims) {}

    /** One file's way. */
    private final class Run {
        private final boolean dryRun;
        private final Consumer<Problem> each;
        private final Map<Claim, Long> lines = new HashMap<>();
        private final List<Problem> problems = new ArrayList<>();
        private int registered;
        private int known;
        private int leftOut;

        private Run(boolean dryRun, Consumer<Problem> each) {
            this.dryRun = dryRun;
            this.each = each;
        }

        private Report over(List<MemberRows.Row> rows) {
            for (int from = 0; from < rows.size(); from += TOGETHER) {
                take(rows.subList(from, Math.min(rows.size(), from + TOGETHER)));
            }
            return new Report(dryRun, rows.size(), registered, known, leftOut, List.copyOf(problems));
        }

        private void take(List<MemberRows.Row> rows) {
            List<Candidate> readable = new ArrayList<>();
            for (MemberRows.Row row : rows) {
                try {
                    readable.add(candidate(row));
                } catch (Refusal refusal) {
                    leaveOut(row, refusal);
                }
            }
            Set<Claim> asked = new HashSet<>();
            readable.forEach(candidate -> asked.addAll(candidate.claims().values()));
            Map<Claim, UUID> there = members.findAll(asked);
            register(readable.stream()
                    .filter(candidate -> isNew(candidate, there))
                    .toList());
        }

        private boolean isNew(Candidate candidate, Map<Claim, UUID> there) {
            for (Map.Entry<String, Claim> claim : candidate.claims().entrySet()) {
                Long line = lines.putIfAbsent(claim.getValue(), candidate.row().line());
                if (line != null) {
                    leaveOut(
                            candidate.row(),
                            Refusal.at(
                                    claim.getKey(),
                                    "DUPLICATE_IN_FILE",
                                    "Line " + line + " has the same. Keep one of the two, or put them together."));
                    return false;
                }
            }
            for (Map.Entry<String, Claim> claim : candidate.claims().entrySet()) {
                if (there.containsKey(claim.getValue())) {
                    if (isItsOwn(claim.getKey())) {
                        known++;
                    } else {
                        leaveOut(
                                candidate.row(),
                                Refusal.at(
                                        claim.getKey(),
                                        "IDENTIFIER_TAKEN",
                                        "This leads to a member already. Import the row without it, and let the"
                                                + " customer prove it."));
                    }
                    return false;
                }
            }
            return true;
        }

        /** In halves down to the row that is to blame, so that it does not take its neighbours with it. */
        private void register(List<Candidate> candidates) {
            if (candidates.isEmpty()) {
                return;
            }
            try {
                transaction.executeWithoutResult(status -> {
                    if (dryRun) {
                        status.setRollbackOnly();
                    }
                    members.registerAll(
                            candidates.stream().map(Candidate::customer).toList());
                });
                registered += candidates.size();
            } catch (Refusal refusal) {
                if (candidates.size() == 1) {
                    leaveOut(candidates.get(0).row(), refusal);
                } else {
                    int half = candidates.size() / 2;
                    register(candidates.subList(0, half));
                    register(candidates.subList(half, candidates.size()));
                }
            }
        }

        private void leaveOut(MemberRows.Row row, Refusal refusal) {
            leftOut++;
            Problem problem = new Problem(
                    row.line(), refusal.code(), refusal.field(), Objects.requireNonNull(refusal.getMessage()));
            each.accept(problem);
            if (problems.size() < MOST_PROBLEMS) {
                problems.add(problem);
            }
        }
    }

    /** Whether the file's system gave it, and it so tells that a row was taken before. */
    private static boolean isItsOwn(String column) {
        return column.equals("external") || column.equals("card");
    }

    private Candidate candidate(MemberRows.Row row) {
        Map<String, Claim> claims = new LinkedHashMap<>();
        List<NewIdentifier> identifiers = new ArrayList<>();
        IDENTIFIERS.forEach((column, type) -> {
            String value = row.cell(column);
            if (value != null) {
                claims.put(column, members.normalised(column, type, value));
                identifiers.add(new NewIdentifier(type, value, Proof.IMPORT));
            }
        });
        String locale = row.cell("locale");
        Profile profile = new Profile(
                row.cell("familyName"),
                row.cell("givenName"),
                row.cell("familyKana"),
                row.cell("givenKana"),
                day(row.cell("birthDate")),
                row.cell("homeLocation"),
                locale == null ? Profile.DEFAULT_LOCALE : locale);
        return new Candidate(row, new NewMember(profile, identifiers), claims);
    }

    private static @Nullable LocalDate day(@Nullable String written) {
        try {
            return written == null ? null : LocalDate.parse(written.strip().replace('/', '-'));
        } catch (DateTimeParseException e) {
            throw Refusal.at("birthDate", "UNREADABLE_DATE", "Write the date as 1990-03-14 or 1990/03/14.");
        }
    }

    private static Map<String, IdentifierType> identifiers() {
        Map<String, IdentifierType> identifiers = new LinkedHashMap<>();
        identifiers.put("external", IdentifierType.EXTERNAL);
        identifiers.put("card", IdentifierType.CARD);
        identifiers.put("phone", IdentifierType.PHONE);
        identifiers.put("email", IdentifierType.EMAIL);
        identifiers.put("webAccount", IdentifierType.WEB_ACCOUNT);
        identifiers.put("app", IdentifierType.APP);
        return identifiers;
    }
}
