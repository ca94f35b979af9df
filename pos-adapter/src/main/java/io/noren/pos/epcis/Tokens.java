package io.noren.pos.epcis;

import io.noren.pos.Refusal;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A document's tokens, counted, so that no part of it is endless. */
final class Tokens {
    /** Of one event, or of all that is around the events. */
    static final int MOST = 500_000;

    private final JsonParser parser;
    private int read;

    Tokens(JsonParser parser) {
        this.parser = parser;
    }

    JsonToken next() {
        if (++read > MOST) {
            throw tooMuch();
        }
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw new Refusal("MALFORMED_DOCUMENT", "The document breaks off: send it again, whole.");
        }
        return token;
    }

    /** From here on another part is counted. @return what the one before has used */
    int startOver(int used) {
        int before = read;
        read = used;
        return before;
    }

    /** Passes over the value that began with the present token. */
    void skip() {
        int open = parser.currentToken().isStructStart() ? 1 : 0;
        while (open > 0) {
            JsonToken token = next();
            open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        }
    }

    Refusal tooMuch() {
        int line = parser.currentTokenLocation().getLineNr();
        return new Refusal(
                "JSON_LIMIT_EXCEEDED",
                "The document is nested too deep, or one of its parts is too large. An event may have "
                        + EventCopy.MOST_IDENTIFIERS + " identifiers: tell the rest in further events.",
                null,
                Map.of("line", line));
    }
}
