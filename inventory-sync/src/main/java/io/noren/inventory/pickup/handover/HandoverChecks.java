package io.noren.inventory.pickup.handover;

import io.noren.inventory.Refusal;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Goods that nobody is given without a look at a document. */
@Component
public class HandoverChecks {
    private final JdbcClient jdbc;

    HandoverChecks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What whoever hands over has looked at. */
    public enum Kind {
        /** That the customer is old enough. */
        AGE,
        /** That they are who the order is for, or whom the customer sent. */
        IDENTITY
    }

    /**
     * @param minimumAge in years; null: none
     * @param identity whether a document must show who they are
     */
    public record Check(String sku, @Nullable Integer minimumAge, boolean identity) {}

    /**
     * What is to be looked at before a piece of this item is handed over; neither of both ends it.
     *
     * @throws Refusal {@code BAD_MINIMUM_AGE}, {@code UNKNOWN_ITEM}
     */
    @Transactional
    public Check put(String sku, @Nullable Integer minimumAge, boolean identity) {
        if (minimumAge != null && (minimumAge < 1 || minimumAge > 99)) {
            throw Refusal.ofField("BAD_MINIMUM_AGE", "minimumAge", "Give 1 to 99 years, or nothing.");
        }
        if (!isKnown(sku)) {
            throw new Refusal("NO_SUCH_ITEM", "There is no item " + sku + ".");
        }
        if (minimumAge == null && !identity) {
            jdbc.sql("delete from inventory.handover_check where sku = :sku")
                    .param("sku", sku)
                    .update();
            return none(sku);
        }
        jdbc.sql("""
                insert into inventory.handover_check (sku, minimum_age, identity) values (:sku, :age, :identity)
                on conflict (sku) do update set minimum_age = excluded.minimum_age, identity = excluded.identity
                """)
                .param("sku", sku)
                .param("age", minimumAge)
                .param("identity", identity)
                .update();
        return new Check(sku, minimumAge, identity);
    }

    /** @throws Refusal {@code NO_SUCH_ITEM} */
    @Transactional(readOnly = true)
    public Check get(String sku) {
        Optional<Check> check = of(List.of(sku)).stream().findFirst();
        if (check.isEmpty() && !isKnown(sku)) {
            throw new Refusal("NO_SUCH_ITEM", "There is no item " + sku + ".");
        }
        return check.orElseGet(() -> none(sku));
    }

    /** Those of these items that want one. */
    @Transactional(readOnly = true)
    public List<Check> of(Collection<String> skus) {
        return jdbc.sql("""
                select sku, minimum_age, identity from inventory.handover_check where sku = any(:skus) order by sku
                """)
                .param("skus", skus.toArray(String[]::new))
                .query((row, index) -> new Check(
                        row.getString("sku"), row.getObject("minimum_age", Integer.class), row.getBoolean("identity")))
                .list();
    }

    /**
     * @param looked what was looked at
     * @throws Refusal {@code CHECK_REQUIRED} with {@code checks}
     */
    public void require(Collection<String> skus, Set<Kind> looked) {
        List<Check> checks = of(skus);
        Set<Kind> wanted = EnumSet.noneOf(Kind.class);
        for (Check check : checks) {
            if (check.minimumAge() != null) {
                wanted.add(Kind.AGE);
            }
            if (check.identity()) {
                wanted.add(Kind.IDENTITY);
            }
        }
        if (!looked.containsAll(wanted)) {
            throw new Refusal(
                    "CHECK_REQUIRED",
                    "Look at a document first, and say what it showed: " + wanted + ".",
                    "checked",
                    Map.of("checks", checks));
        }
    }

    private boolean isKnown(String sku) {
        return jdbc.sql("select exists (select from inventory.item where sku = :sku)")
                .param("sku", sku)
                .query(Boolean.class)
                .single();
    }

    private static Check none(String sku) {
        return new Check(sku, null, false);
    }
}
