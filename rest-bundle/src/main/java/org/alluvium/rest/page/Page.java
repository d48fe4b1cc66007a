package org.alluvium.rest.page;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.alluvium.driver.DriverInfo;
import org.alluvium.rest.description.CollectionDescription;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.http.ApiRequest;

/**
 * What stands around a document on a page.
 *
 * @param request what was asked
 * @param drivers that can be chosen
 * @param driver that was chosen; absent when there is no such driver, or the page is about none
 * @param collection the document is of
 * @param operation that made it
 */
public record Page(
        ApiRequest request,
        List<DriverInfo> drivers,
        Optional<DriverInfo> driver,
        Optional<CollectionDescription> collection,
        Optional<Operation> operation) {
    public Page {
        requireNonNull(request);
        drivers = List.copyOf(drivers);
        requireNonNull(driver);
        requireNonNull(collection);
        requireNonNull(operation);
    }

    /** The driver that the client chose, whether the page is about it or not. */
    Optional<DriverInfo> chosen() {
        return driver.or(() ->
                drivers.stream().filter(d -> d.id().equals(request.driver())).findFirst());
    }
}
