package io.noren.loyalty;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What led to customers who were forgotten, and leads to nobody any more. */
@Component
public class Forgotten {
    private final JdbcClient sql;
    private final Normalisation normalisation;

    Forgotten(JdbcClient sql, Normalisation normalisation) {
        this.sql = sql;
        this.normalisation = normalisation;
    }

    /** Those of them that are nobody's any more. What cannot be read is not among them. */
    public Set<Buyer> among(Collection<? extends Buyer> buyers) {
        Set<Buyer> forgotten = new HashSet<>();
        List<Claim> told = new ArrayList<>();
        List<String> values = new ArrayList<>();
        List<String> known = new ArrayList<>();
        for (Buyer buyer : Set.copyOf(buyers)) {
            if (buyer instanceof Claim claim) {
                try {
                    values.add(normalisation.normalise(claim.type(), claim.value()));
                    told.add(claim);
                } catch (Refusal unreadable) {
                    // Whoever takes it for a buyer is told so.
                }
            } else if (buyer instanceof Buyer.Known by) {
                known.add(by.id().toString());
            }
        }
        if (!told.isEmpty()) {
            sql.sql("""
                            select place from unnest(?::text[], ?::text[]) with ordinality as told (type, value, place)
                            where loyalty.erased_hash(type, value) in (select hash from loyalty.erased_identifier)
                            """)
                    .param(told.stream().map(claim -> claim.type().name()).toArray(String[]::new))
                    .param(values.toArray(String[]::new))
                    .query(Integer.class)
                    .list()
                    .forEach(place -> forgotten.add(told.get(place - 1)));
        }
        if (!known.isEmpty()) {
            sql.sql("select id from loyalty.member where id = any(?::uuid[]) and erased_at is not null")
                    .param(known.toArray(String[]::new))
                    .query(UUID.class)
                    .list()
                    .forEach(id -> forgotten.add(new Buyer.Known(id)));
        }
        return forgotten;
    }

    /** @throws Refusal {@code IDENTIFIER_ERASED} if one of them led to a customer who was forgotten */
    void refuse(Collection<Claim> claims) {
        if (!among(claims).isEmpty()) {
            throw new Refusal(
                    "IDENTIFIER_ERASED",
                    "This was of a customer who has been forgotten, and leads to nobody. Give them a new card.");
        }
    }
}
