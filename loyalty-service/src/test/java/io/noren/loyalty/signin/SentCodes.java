package io.noren.loyalty.signin;

import io.noren.loyalty.IdentifierType;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.stereotype.Component;

/** Everybody's mailbox and phone. */
@Component
class SentCodes implements CodeDelivery {
    private final Queue<SignInCode> sent = new ConcurrentLinkedQueue<>();

    @Override
    public Set<IdentifierType> ways() {
        return Set.of(IdentifierType.EMAIL, IdentifierType.PHONE);
    }

    @Override
    public void deliver(SignInCode code) {
        sent.add(code);
    }

    List<SignInCode> to(String contact) {
        return sent.stream().filter(code -> code.to().equals(contact)).toList();
    }

    String lastTo(String contact) {
        List<SignInCode> all = to(contact);
        return all.get(all.size() - 1).code();
    }
}
