package io.noren.loyalty;

import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/** Hears what the module announced, as far as it was committed. */
public class Facts {
    private final Queue<Object> heard = new ConcurrentLinkedQueue<>();

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void hear(MemberLinked fact) {
        heard.add(fact);
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void hear(PointsChanged fact) {
        heard.add(fact);
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void hear(MembersMerged fact) {
        heard.add(fact);
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void hear(MembersUnmerged fact) {
        heard.add(fact);
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void hear(MemberErased fact) {
        heard.add(fact);
    }

    public List<MemberErased> erased(UUID member) {
        return heard.stream()
                .filter(MemberErased.class::isInstance)
                .map(MemberErased.class::cast)
                .filter(fact -> fact.member().equals(member))
                .toList();
    }

    List<MembersMerged> merged(UUID absorbed) {
        return heard.stream()
                .filter(MembersMerged.class::isInstance)
                .map(MembersMerged.class::cast)
                .filter(fact -> fact.absorbed().equals(absorbed))
                .toList();
    }

    List<MembersUnmerged> unmerged(UUID absorbed) {
        return heard.stream()
                .filter(MembersUnmerged.class::isInstance)
                .map(MembersUnmerged.class::cast)
                .filter(fact -> fact.absorbed().equals(absorbed))
                .toList();
    }

    List<MemberLinked> linked(UUID member) {
        return heard.stream()
                .filter(MemberLinked.class::isInstance)
                .map(MemberLinked.class::cast)
                .filter(fact -> fact.member().equals(member))
                .toList();
    }

    List<PointsChanged> points(String sourceTransaction) {
        return heard.stream()
                .filter(PointsChanged.class::isInstance)
                .map(PointsChanged.class::cast)
                .filter(fact -> fact.sourceTransaction().equals(sourceTransaction))
                .toList();
    }
}
