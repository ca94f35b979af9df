package io.noren.integration.message;

import java.util.List;

/**
 * What a message says, before it is made into a mail or a text message.
 *
 * @param greeting empty where nobody's name is known
 * @param items the goods it is about, one a line; may be empty
 * @param brief the same in one or two short sentences
 * @param signature from whom it is
 */
record MessageText(
        String subject, String greeting, List<String> paragraphs, List<String> items, String brief, String signature) {

    MessageText {
        paragraphs = List.copyOf(paragraphs);
        items = List.copyOf(items);
    }

    /** As plain text. */
    String plain() {
        StringBuilder plain = new StringBuilder();
        if (!greeting.isEmpty()) {
            plain.append(greeting).append("\n\n");
        }
        paragraphs.forEach(paragraph -> plain.append(paragraph).append("\n\n"));
        items.forEach(item -> plain.append("- ").append(item).append('\n'));
        if (!items.isEmpty()) {
            plain.append('\n');
        }
        return plain.append(signature).append('\n').toString();
    }

    /** Personal: it names the shopper. */
    @Override
    public String toString() {
        return "MessageText[withheld]";
    }
}
