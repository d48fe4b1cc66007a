/**
 * The values that drivers answer with and the REST layer shows: one record for each kind of thing in the API.
 *
 * <p>Every record is immutable and copies the collections it is given. No component is ever null; what a cloud may not
 * know is an {@link java.util.Optional}, and a list that is not known is empty. Ids are the cloud's own, unencoded; they
 * may hold any character. Texts are as the cloud gave them, unescaped. Where the wire format prints a number or a date as
 * the cloud wrote it (capacity, creation time), the record holds that text.
 *
 * <p>The source of every component is the wire contract of the Deltacloud API 1.1.3 (docs/compatibility.md).
 */
@Version("1.0.0")
@NullMarked
package org.alluvium.model;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
