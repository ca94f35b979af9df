package io.noren.broken.integration.flow;

import io.noren.broken.integration.board.BoardThatKnowsAFlow;

/** One half of a circle on purpose; see {@code DirectionsTest}. */
public class SomeFlow {
    Class<?> board = BoardThatKnowsAFlow.class;
}
