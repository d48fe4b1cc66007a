package org.alluvium.rest.document;

import org.jspecify.annotations.Nullable;

/** Something that can be done: a {@code link} element in XML, an object in JSON, a button in HTML. */
public final class Link extends Node {
    final String rel;
    final String href;
    final String method;
    final boolean methodInXml;
    final boolean methodInJson;
    final @Nullable String id;

    private Link(
            String rel, String href, String method, boolean methodInXml, boolean methodInJson, @Nullable String id) {
        super("link", "link");
        this.rel = rel;
        this.href = href;
        this.method = method;
        this.methodInXml = methodInXml;
        this.methodInJson = methodInJson;
        this.id = id;
    }

    /**
     * A link.
     *
     * @param rel the name of the operation
     * @param href where to send it
     * @param method {@code post} or {@code delete}
     */
    public static Link of(String rel, String href, String method) {
        return new Link(rel, href, method, true, true, null);
    }

    /** This link, whose XML does not tell the method. */
    public Link withoutMethodInXml() {
        return new Link(rel, href, method, false, methodInJson, id);
    }

    /** This link, whose JSON does not tell the method. */
    public Link withoutMethodInJson() {
        return new Link(rel, href, method, methodInXml, false, id);
    }

    /** This link with an {@code id} attribute in XML. */
    public Link id(String value) {
        return new Link(rel, href, method, methodInXml, methodInJson, value);
    }
}
