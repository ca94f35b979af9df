package io.noren.integration.web;

import io.noren.integration.broker.Origin;
import io.noren.integration.broker.Origins;
import io.noren.inventory.Actor;
import io.noren.inventory.Writer;
import io.noren.inventory.Writers;
import org.springframework.stereotype.Component;

/** Lets what is written for a request be followed by that request's correlation and trace, whoever writes it. */
@Component
class WritersOfRequests implements Writers {
    private final Origins origins;

    WritersOfRequests(Origins origins) {
        this.origins = origins;
    }

    @Override
    public Writer current() {
        Origin origin = origins.here();
        return new Writer(Actor.current(), work -> origins.during(origin, work));
    }
}
