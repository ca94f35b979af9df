package io.noren.simulator;

import io.noren.packaged.HubApi;
import java.io.IOException;
import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code POST /api/v1/pos/{source}/documents}; the answer is the hub's word. */
record HttpDoor(HubApi hub) implements Door {
    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public Handed hand(Dialect dialect, byte[] document, String who) {
        Word word = send(dialect, document);
        return () -> word;
    }

    private Word send(Dialect dialect, byte[] document) {
        HttpResponse<String> answer;
        try {
            answer = hub.deliver(dialect.source(), dialect.mediaType(), document);
        } catch (IOException e) {
            return Word.LOST;
        }
        if (answer.statusCode() >= 500 || answer.statusCode() == 429) {
            return Word.LOST;
        }
        if (answer.statusCode() != 202) {
            throw new AssertionError("refused with " + answer.statusCode() + ": " + answer.body());
        }
        JsonNode receipt = JSON.readTree(answer.body());
        if (!receipt.get("parked").isEmpty()) {
            throw new AssertionError("parked: " + receipt);
        }
        return new Word(Word.State.ACKNOWLEDGED, receipt.get("recorded").asInt());
    }
}
