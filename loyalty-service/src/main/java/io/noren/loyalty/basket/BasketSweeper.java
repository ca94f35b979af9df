package io.noren.loyalty.basket;

import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Baskets that were left alone for {@link ShoppingBaskets#KEPT} go; what they held has long been free. */
@Component
class BasketSweeper {
    private final ShoppingBaskets baskets;

    BasketSweeper(ShoppingBaskets baskets) {
        this.baskets = baskets;
    }

    @Scheduled(initialDelay = 10, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
    void sweep() {
        baskets.sweep();
    }
}
