package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;

/** Lists of names in the storage's XML: an EnumerationResults document with a NextMarker, page by page. */
final class AzureListing {
    private final AzureCalls calls;
    private final AzureStorage storage;

    AzureListing(AzureCalls calls, AzureStorage storage) {
        this.calls = requireNonNull(calls);
        this.storage = requireNonNull(storage);
    }

    /** Asks for the least that Azure gives to nobody without the key. */
    void verify() {
        ofAccount(() -> page("ListContainers", Map.of("comp", "list", "maxresults", "1")));
    }

    /** The account's containers, all of them. */
    List<String> containers() {
        return ofAccount(() -> all("ListContainers", Map.of("comp", "list"), calls.pageSize()));
    }

    /** Of an account only the account itself can be missing: then the user is wrong. */
    private <T> T ofAccount(Supplier<T> list) {
        // Where the account itself must be looked up first, that has its own words
        storage.name();
        try {
            return list.get();
        } catch (CloudException failure) {
            if (failure.kind() == ErrorKind.NOT_FOUND) {
                throw new CloudException(ErrorKind.UNAUTHENTICATED, "There is no such storage account.", failure);
            }
            throw failure;
        }
    }

    /**
     * A container's blobs, all of them.
     *
     * @throws CloudException NOT_FOUND when there is no such container
     */
    List<String> blobs(String container) {
        return all("ListBlobs", Map.of("restype", "container", "comp", "list"), calls.pageSize(), container);
    }

    /**
     * Whether a container holds nothing.
     *
     * @throws CloudException NOT_FOUND when there is no such container
     */
    boolean isEmpty(String container) {
        Map<String, String> query = Map.of("restype", "container", "comp", "list", "maxresults", "1");
        return page("ListBlobs", query, container).names().isEmpty();
    }

    private List<String> all(String operation, Map<String, String> query, int pageSize, String... path) {
        List<String> names = new ArrayList<>();
        Map<String, String> next = new HashMap<>(query);
        next.put("maxresults", String.valueOf(pageSize));
        while (true) {
            Page page = page(operation, next, path);
            names.addAll(page.names());
            if (page.marker().isEmpty()) {
                return names;
            }
            if (page.marker().equals(next.put("marker", page.marker()))) {
                throw new CloudException(
                        ErrorKind.PROVIDER_ERROR, "Azure's list does not end (" + operation + ": the marker repeats).");
            }
        }
    }

    private Page page(String operation, Map<String, String> query, String... path) {
        byte[] document = calls.call(storage, AzureRequest.get(operation, storage.uri(query, path)))
                .body();
        try {
            return read(document);
        } catch (XMLStreamException e) {
            throw new CloudException(
                    ErrorKind.PROVIDER_ERROR, "Azure's answer makes no sense (" + operation + ": no list).", e);
        }
    }

    private record Page(List<String> names, String marker) {}

    private static Page read(byte[] document) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        List<String> names = new ArrayList<>();
        String marker = "";
        XMLStreamReader xml = factory.createXMLStreamReader(new ByteArrayInputStream(document));
        String parent = "";
        while (xml.hasNext()) {
            if (xml.next() != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            String element = xml.getLocalName();
            if (parent.isEmpty() && !element.equals("EnumerationResults")) {
                throw new XMLStreamException(
                        "<" + element.substring(0, Math.min(40, element.length())) + "> is no list");
            }
            if (element.equals("Name") && (parent.equals("Container") || parent.equals("Blob"))) {
                // What XML cannot hold
                boolean encoded = "true".equals(xml.getAttributeValue(null, "Encoded"));
                String name = xml.getElementText();
                names.add(encoded ? URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8) : name);
            } else if (element.equals("NextMarker")) {
                marker = xml.getElementText();
            }
            parent = element;
        }
        return new Page(names, marker);
    }
}
