package io.noren.pos.poslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/** The same transaction told otherwise: every sample, in other orders and other clothes, comes to the same. */
class SameFactsTest {
    private static final String STANDARD = "http://www.nrf-arts.org/IXRetail/namespace/";
    private static final String VENDOR = "urn:another-vendor";
    private static final int SHUFFLES = 25;

    /** What the samples themselves tell, as they stand. */
    private final Map<String, List<String>> told = new HashMap<>();

    static List<String> samples() {
        return Readings.samples();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void inWhateverOrderItsElementsCome(String sample) throws Exception {
        for (int seed = 0; seed < SHUFFLES; seed++) {
            Document document = parse(sample);
            shuffle(document.getDocumentElement(), new Random(seed));
            sameAs(sample, written(document), "shuffled with seed " + seed);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void withAnyNamespaceOrNone(String sample) throws Exception {
        for (String namespace : new String[] {null, STANDARD, "urn:a-newer-standard"}) {
            for (String prefix : new String[] {null, "p"}) {
                Document document = parse(sample);
                rename(document, document.getDocumentElement(), namespace, namespace == null ? null : prefix);
                sameAs(sample, written(document), "in " + namespace + " with prefix " + prefix);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void withTheNamespaceOnlyAtTheTransaction(String sample) throws Exception {
        for (String[] namespaces : new String[][] {{null, STANDARD}, {STANDARD, null}}) {
            Document document = parse(sample);
            rename(document, document.getDocumentElement(), namespaces[0], null);
            for (Element transaction : children(document.getDocumentElement())) {
                rename(document, transaction, namespaces[1], null);
            }
            sameAs(sample, written(document), namespaces[0] + " outside, " + namespaces[1] + " inside");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void whateverAVendorCallsTheSameInANamespaceOfItsOwn(String sample) throws Exception {
        for (int seed = 0; seed < SHUFFLES; seed++) {
            Document document = parse(sample);
            extend(document, document.getDocumentElement(), new Random(seed));
            String extended = written(document);
            assertThat(extended).contains(VENDOR);
            sameAs(sample, extended, "extended with seed " + seed);
        }
    }

    private void sameAs(String sample, String otherwise, String how) {
        assertThat(facts(otherwise))
                .as(how + "\n" + otherwise)
                .isEqualTo(told.computeIfAbsent(sample, it -> facts(Readings.sample(it))));
    }

    /** Without the lines of the file, which are others now. */
    private static List<String> facts(String document) {
        return Readings.of(document).stream()
                .map(reading -> Readings.told(reading).replaceAll(" at \\d+$", ""))
                .toList();
    }

    /** Only what has different names: of two quantities the first is the first. */
    private static void shuffle(Element element, Random random) {
        List<Element> children = children(element);
        Map<String, List<Element>> byName = new HashMap<>();
        List<String> places = new ArrayList<>();
        for (Element child : children) {
            shuffle(child, random);
            byName.computeIfAbsent(child.getNodeName(), name -> new ArrayList<>())
                    .add(child);
            places.add(child.getNodeName());
            element.removeChild(child);
        }
        Collections.shuffle(places, random);
        for (String name : places) {
            element.appendChild(byName.get(name).remove(0));
        }
    }

    private static void rename(
            Document document, Element element, @Nullable String namespace, @Nullable String prefix) {
        if (VENDOR.equals(element.getNamespaceURI()) || "urn:vendor".equals(element.getNamespaceURI())) {
            return;
        }
        element.removeAttribute("xmlns");
        Node renamed =
                document.renameNode(element, namespace, (prefix == null ? "" : prefix + ":") + element.getLocalName());
        for (Element child : children((Element) renamed)) {
            rename(document, child, namespace, prefix);
        }
    }

    /** Beside each element one of the same name that says something else, and attributes that would change all. */
    private static void extend(Document document, Element element, Random random) {
        List<Element> children = children(element);
        for (String attribute :
                List.of("VoidFlag", "CancelFlag", "TrainingModeFlag", "TransactionStatus", "ItemType")) {
            if (random.nextInt(3) == 0) {
                element.setAttributeNS(VENDOR, "w:" + attribute, attribute.endsWith("Flag") ? "true" : "Suspended");
            }
        }
        for (Element child : children) {
            extend(document, child, random);
            if (!child.getLocalName().startsWith("Loyalty")
                    && !child.getLocalName().equals("Customer")) {
                Element other = document.createElementNS(VENDOR, "w:" + child.getLocalName());
                for (String name : List.of("ItemID", "Quantity", "Sale", "SequenceNumber", "TransactionLink")) {
                    Element inner = document.createElementNS(
                            random.nextBoolean() ? VENDOR : STANDARD, (random.nextBoolean() ? "" : "w:") + name);
                    inner.setTextContent("9");
                    other.appendChild(inner);
                }
                element.insertBefore(other, random.nextBoolean() ? child : child.getNextSibling());
            }
        }
    }

    private static List<Element> children(Element element) {
        List<Element> children = new ArrayList<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                children.add(child);
            }
        }
        return children;
    }

    private static Document parse(String sample) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(Readings.sample(sample))));
    }

    private static String written(Document document) throws Exception {
        Transformer transformer = TransformerFactory.newInstance().newTransformer();
        transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
        StringWriter text = new StringWriter();
        transformer.transform(new DOMSource(document), new StreamResult(text));
        return text.toString();
    }
}
