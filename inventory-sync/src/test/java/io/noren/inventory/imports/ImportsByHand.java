package io.noren.inventory.imports;

import org.springframework.stereotype.Component;

/** For stories outside of this package: does now what the worker would do soon. */
@Component
public class ImportsByHand {

    private final ImportWorker worker;

    ImportsByHand(ImportWorker worker) {
        this.worker = worker;
    }

    public void work() {
        worker.work();
    }
}
