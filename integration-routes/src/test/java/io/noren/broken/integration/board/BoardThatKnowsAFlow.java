package io.noren.broken.integration.board;

import io.noren.broken.integration.flow.SomeFlow;

/** The other half of the circle, and a rule broken besides; see {@code DirectionsTest}. */
public class BoardThatKnowsAFlow {
    Class<?> flow = SomeFlow.class;
}
