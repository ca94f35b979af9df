package io.noren.loyalty;

import io.noren.loyalty.Identifiers.Holder;
import io.noren.loyalty.Identifiers.Wanted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Lets identifiers lead to members, by the rules in force: free ones at once, those of an account nobody registered
 * together with that account, and those of somebody else by a merge, if the rules or a person make the two one.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class IdentifierLinks {
    private final Identifiers identifiers;
    private final IdentifierRules rules;
    private final Contests contests;
    private final MergeBook merges;
    private final Forgotten forgotten;
    private final ApplicationEventPublisher facts;

    IdentifierLinks(
            Identifiers identifiers,
            IdentifierRules rules,
            Contests contests,
            MergeBook merges,
            Forgotten forgotten,
            ApplicationEventPublisher facts) {
        this.identifiers = identifiers;
        this.rules = rules;
        this.contests = contests;
        this.merges = merges;
        this.forgotten = forgotten;
        this.facts = facts;
    }

    /** One more for a member who is there already. */
    LinkAnswer link(Wanted wanted, String actor) {
        IdentifierRuleSet inForce = rules.held();
        LinkAnswer answer = linkAll(List.of(wanted), inForce, actor).get(0);
        Integer most = inForce.policy().of(wanted.type()).most();
        if (most != null && answer instanceof Identifier linked && linked.id().equals(wanted.id())) {
            UUID member = identifiers.memberOf(wanted.account());
            // Two that are linked at the same moment count each other, or wait.
            merges.alone(List.of(member));
            if (identifiers.of(member).stream()
                            .filter(each -> each.type() == wanted.type())
                            .count()
                    > most) {
                throw tooMany(wanted.type(), most);
            }
        }
        return answer;
    }

    /** All of members who are new, in the order wanted. */
    List<LinkAnswer> linkNew(List<Wanted> wanted, String actor) {
        IdentifierRuleSet inForce = rules.held();
        record Kind(UUID account, IdentifierType type) {}
        wanted.stream()
                .collect(Collectors.groupingBy(
                        each -> new Kind(each.account(), each.type()),
                        Collectors.mapping(Wanted::value, Collectors.toSet())))
                .forEach((kind, values) -> {
                    Integer most = inForce.policy().of(kind.type()).most();
                    if (most != null && values.size() > most) {
                        throw tooMany(kind.type(), most);
                    }
                });
        return linkAll(wanted, inForce, actor);
    }

    private List<LinkAnswer> linkAll(List<Wanted> wanted, IdentifierRuleSet inForce, String actor) {
        IdentifierPolicy policy = inForce.policy();
        wanted.forEach(each -> refuseUnfit(each, policy));
        forgotten.refuse(wanted.stream()
                .map(each -> new Claim(each.type(), each.value()))
                .toList());
        Set<UUID> taken = identifiers.take(wanted);
        Map<UUID, LinkAnswer> answers = new HashMap<>();
        List<Wanted> held = new ArrayList<>();
        for (Wanted each : wanted) {
            if (taken.contains(each.id())) {
                answers.put(each.id(), announced(each, each.account(), null));
            } else {
                held.add(each);
            }
        }
        held.sort(Comparator.comparingInt(each -> policy.of(each.type()).priority()));
        held.forEach(each -> answers.put(each.id(), linkHeld(each, inForce, actor)));
        return wanted.stream()
                .map(each -> Objects.requireNonNull(answers.get(each.id())))
                .toList();
    }

    private LinkAnswer linkHeld(Wanted wanted, IdentifierRuleSet inForce, String actor) {
        Holder holder = identifiers.holder(wanted.type(), wanted.value()).orElseThrow(IdentifierLinks::taken);
        UUID member = identifiers.memberOf(wanted.account());
        if (holder.member().equals(member)) {
            return renewed(wanted, holder);
        }
        if (identifiers.join(holder, member, wanted.from())) {
            return proven(wanted, holder, holder.account());
        }
        if (Assurance.of(wanted.type(), wanted.provenBy()) != Assurance.VERIFIED) {
            throw taken();
        }
        return contests.decide(wanted, inForce, actor);
    }

    /** What leads there already stays as it is, unless it is known better from now on. */
    private Identifier renewed(Wanted wanted, Holder holder) {
        Assurance now = Assurance.of(wanted.type(), wanted.provenBy());
        return now.compareTo(holder.identifier().assurance()) > 0 ? proven(wanted, holder, null) : holder.identifier();
    }

    /** It led there by mere use, or by what somebody said; the link has a proof of its own, and history shows both. */
    private Identifier proven(Wanted wanted, Holder holder, @Nullable UUID joined) {
        UUID member = identifiers.memberOf(wanted.account());
        identifiers.end(member, holder.identifier().id(), wanted.from());
        Wanted proven = new Wanted(
                wanted.id(), holder.account(), wanted.type(), wanted.value(), wanted.provenBy(), wanted.from());
        if (!identifiers.take(List.of(proven)).isEmpty()) {
            return announced(proven, member, joined);
        }
        // Somebody else has told the same at this moment.
        return identifiers
                .holder(wanted.type(), wanted.value())
                .filter(present -> present.member().equals(member))
                .map(Holder::identifier)
                .orElseThrow(IdentifierLinks::taken);
    }

    private Identifier announced(Wanted taken, UUID member, @Nullable UUID joined) {
        facts.publishEvent(new MemberLinked(
                UUID.randomUUID(), member, taken.id(), taken.type().name(), joined, taken.from()));
        return new Identifier(taken.id(), taken.type(), taken.value(), taken.provenBy(), taken.from());
    }

    private static void refuseUnfit(Wanted wanted, IdentifierPolicy policy) {
        if (!wanted.provenBy().fits(wanted.type())) {
            throw Refusal.at(
                    "provenBy",
                    "PROOF_UNFIT",
                    "This proof says nothing about an identifier of this type. Take another.");
        }
        if (policy.blocks(wanted.type(), wanted.value())) {
            throw blocked("value");
        }
    }

    /** For a value that belongs to a shop or a device. */
    static Refusal blocked(String field) {
        return Refusal.at(
                field,
                "IDENTIFIER_BLOCKED",
                "This belongs to a shop or a device that many use, and leads to nobody. Leave it out.");
    }

    private static Refusal tooMany(IdentifierType type, int most) {
        return Refusal.with(
                "IDENTIFIER_LIMIT",
                "A member may have no more of this type; unlink one first.",
                Map.of("type", type.name(), "most", most));
    }

    static Refusal taken() {
        // Whose it is must not be said, and not even whether they are registered.
        return Refusal.at(
                "value", "IDENTIFIER_TAKEN", "This identifier leads to another member; unlink it there first.");
    }
}
