package io.noren.loyalty.privacy;

import java.util.List;
import java.util.Set;

/**
 * One part of what is told to a member about themselves.
 *
 * @param name in the document
 * @param tables all that it tells of
 * @param rows a query for {@code row}, a JSON object each; {@code :accounts} are the member's
 */
record ExportSection(String name, Set<String> tables, String rows) {
    private static final String ENTRIES =
            "(select id from loyalty.points_entry where account = any(:accounts::uuid[]))";
    private static final String LOTS = "(select id from loyalty.points_lot where account = any(:accounts::uuid[]))";
    private static final String REDEMPTIONS =
            "(select id from loyalty.redemption where account = any(:accounts::uuid[]))";
    private static final String IDENTIFIERS =
            "(select id from loyalty.identifier where account = any(:accounts::uuid[]))";

    /** All there is, in the order in which a person would look for it. */
    static final List<ExportSection> ALL = List.of(
            without(where("accounts", "member", "t.id = any(:accounts::uuid[])"), "personal", "birthday_kana"),
            without(of("identifiers", "identifier", "account"), "sealed", "last_four_hash"),
            // Who else proved the same is another person.
            new ExportSection("identifierClaims", Set.of("identifier_claim"), """
                    select case when t.claimant = any(:accounts::uuid[]) then to_jsonb(t)
                           else to_jsonb(t) - 'claimant' - 'merge' end as row
                    from loyalty.identifier_claim t
                    where t.claimant = any(:accounts::uuid[]) or t.identifier in %s
                    order by t.at, t.id
                    """.formatted(IDENTIFIERS)),
            where("identifierClaimEvidence", "identifier_claim_evidence", "t.identifier in " + IDENTIFIERS),
            of("consents", "consent_event", "account"),
            of("preferences", "preference", "account"),
            of("privacy", "privacy", "account"),
            new ExportSection("purchases", Set.of("purchase", "purchase_line"), """
                    select to_jsonb(t) || jsonb_build_object('lines', coalesce(
                               (select jsonb_agg(jsonb_strip_nulls(to_jsonb(l) - 'purchase' - 'account') order by l.line)
                                from loyalty.purchase_line l where l.purchase = t.id), '[]')) as row
                    from loyalty.purchase t where t.account = any(:accounts::uuid[])
                    order by t.occurred_at, t.id
                    """),
            new ExportSection("baskets", Set.of("basket", "basket_line"), """
                    select to_jsonb(t) || jsonb_build_object('lines', coalesce(
                               (select jsonb_agg(jsonb_strip_nulls(to_jsonb(l) - 'basket') order by l.item)
                                from loyalty.basket_line l where l.basket = t.id), '[]')) as row
                    from loyalty.basket t where t.account = any(:accounts::uuid[])
                    order by t.begun_at, t.id
                    """),
            of("purchaseBonuses", "purchase_bonus", "account"),
            of("pointsBalances", "points_balance", "account"),
            of("pointsEntries", "points_entry", "account"),
            of("pointsLots", "points_lot", "account"),
            where("pointsLotChanges", "points_lot_change", "t.entry in " + ENTRIES + " or t.lot in " + LOTS),
            where("pointsAdjustments", "points_adjustment", "t.entry in " + ENTRIES),
            where("pointsReturns", "points_return", "t.entry in " + ENTRIES + " or t.earned in " + ENTRIES),
            of("pointsAuditDifferences", "points_audit_difference", "account"),
            of("redemptions", "redemption", "account"),
            where("redemptionLots", "redemption_lot", "t.redemption in " + REDEMPTIONS + " or t.lot in " + LOTS),
            where("redemptionReturns", "redemption_return", "t.redemption in " + REDEMPTIONS),
            of("tierStandings", "tier_standing", "member"),
            of("tierChanges", "tier_change", "member"),
            of("coupons", "coupon", "member"),
            where(
                    "couponSteps",
                    "coupon_step",
                    "t.code in (select code from loyalty.coupon where member = any(:accounts::uuid[]))"),
            of("acceptedQuotes", "quote_acceptance", "account"),
            of("offerUses", "offer_use", "account"),
            // Whom they were merged with or taken for is told where it is themselves; who else it may be is not.
            new ExportSection("merges", Set.of("merge"), """
                    select to_jsonb(t)
                           - case when t.survivor = any(:accounts::uuid[]) then '' else 'survivor' end
                           - case when t.absorbed = any(:accounts::uuid[]) then '' else 'absorbed' end as row
                    from loyalty.merge t
                    where t.survivor = any(:accounts::uuid[]) or t.absorbed = any(:accounts::uuid[])
                    order by t.proposed_at, t.id
                    """),
            of("mergeAccounts", "merge_account", "account"),
            of("holds", "member_hold", "account"),
            of("signIns", "sign_in_step", "member"),
            of("proofsTried", "proof_try", "member"),
            of("lookUpsAtTills", "till_lookup", "opened"));

    private static ExportSection of(String name, String table, String column) {
        return where(name, table, "t." + column + " = any(:accounts::uuid[])");
    }

    /** What nobody can read is told as what it says: {@link Opened}. */
    private static ExportSection without(ExportSection section, String... columns) {
        return new ExportSection(
                section.name(),
                section.tables(),
                "select row - '{%s}'::text[] as row from (%s) as sealed (row)"
                        .formatted(String.join(",", columns), section.rows()));
    }

    private static ExportSection where(String name, String table, String condition) {
        return new ExportSection(
                name,
                Set.of(table),
                "select to_jsonb(t) as row from loyalty." + table + " t where " + condition + " order by t");
    }
}
