package org.alluvium.rest.page;

import org.alluvium.rest.document.Body;
import org.alluvium.rest.document.Document;
import org.alluvium.rest.document.XmlWriter;

/** Writes a document as a page. */
public final class PageWriter {
    private PageWriter() {}

    /** Writes a page. */
    public static void write(Document document, Page page, Body body) {
        XmlWriter.write(document, body);
    }
}
