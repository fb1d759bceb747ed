package dev.tidemark.catalog;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** What a Kamelet says of itself. */
final class MetadataRules {

    private static final String ICON = "data:image/svg+xml;base64,";
    private static final int MOST_ICON = 2000;

    private MetadataRules() {}

    static void verifyFileName(Kamelet kamelet, Faults faults) {
        String expected = kamelet.name() + Kamelet.SUFFIX;
        faults.addIf(
                !kamelet.file().equals(expected),
                "metadata.name",
                "is `" + kamelet.name() + "`: name the file " + expected + ", or the Kamelet after its file");
    }

    static void verifyKind(Kamelet kamelet, Faults faults) {
        faults.addIf(
                !kamelet.root().path("apiVersion").asText().equals("camel.apache.org/v1"),
                "apiVersion",
                "is not what Camel K installs: write camel.apache.org/v1");
        faults.addIf(
                !kamelet.root().path("kind").asText().equals("Kamelet"), "kind", "makes it no Kamelet: write Kamelet");
    }

    static void verifyType(Kamelet kamelet, Faults faults) {
        String label = "metadata.labels.camel.apache.org/kamelet.type";
        if (!Set.of("source", "sink", "action").contains(kamelet.type())) {
            faults.add(label, "is `" + kamelet.type() + "`: write source, sink or action");
            return;
        }
        faults.addIf(
                !kamelet.name().endsWith("-" + kamelet.type()),
                label,
                "is `" + kamelet.type() + "`, and the name does not end in -" + kamelet.type() + ": make them agree");
    }

    static void verifyAnnotations(Kamelet kamelet, Faults faults) {
        for (String name : List.of("provider", "kamelet.group", "kamelet.namespace")) {
            faults.addIf(
                    kamelet.annotation(name).isBlank(),
                    "metadata.annotations.camel.apache.org/" + name,
                    "is missing: Kaoto sorts Kamelets by it; copy it from a Kamelet of the same kind");
        }
        faults.addIf(
                !Set.of("Preview", "Stable").contains(kamelet.annotation("kamelet.support.level")),
                "metadata.annotations.camel.apache.org/kamelet.support.level",
                "is `" + kamelet.annotation("kamelet.support.level") + "`: write Preview or Stable");
    }

    static void verifyCatalogVersion(Kamelet kamelet, Faults faults) {
        String camel = Pom.property("camel.version");
        faults.addIf(
                !kamelet.annotation("catalog.version").equals(camel),
                "metadata.annotations.camel.apache.org/catalog.version",
                "is `" + kamelet.annotation("catalog.version") + "`: write the pom's camel.version, " + camel);
    }

    static void verifyIcon(Kamelet kamelet, Faults faults) {
        String property = "metadata.annotations.camel.apache.org/kamelet.icon";
        String icon = kamelet.annotation("kamelet.icon");
        if (!icon.startsWith(ICON)) {
            faults.add(property, "is not a " + ICON + "... URI: Kaoto shows nothing; copy it from another Kamelet");
            return;
        }
        faults.addIf(
                icon.length() > MOST_ICON,
                property,
                "has " + icon.length() + " characters: draw a simpler one, of at most " + MOST_ICON);
        try {
            Element svg = parse(Base64.getDecoder().decode(icon.substring(ICON.length())));
            String inside =
                    new String(Base64.getDecoder().decode(icon.substring(ICON.length())), StandardCharsets.UTF_8);
            faults.addIf(
                    !"svg".equals(svg.getLocalName()) || inside.contains("<script") || inside.contains("href"),
                    property,
                    "is not a plain SVG picture: leave out scripts and links");
        } catch (IllegalArgumentException | IOException | SAXException e) {
            faults.add(property, "cannot be read (" + e.getMessage() + "): encode a well-formed SVG with base64");
        }
    }

    private static Element parse(byte[] svg) throws IOException, SAXException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setNamespaceAware(true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new ByteArrayInputStream(svg)).getDocumentElement();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }
}
